"""Training runs that outlive a page: a durable record, a queue, workers. Knows no screen."""
