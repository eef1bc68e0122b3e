"""Makes ``files`` importable beside the tests."""
