import numpy as np
import pytest

from rnnviz.explain.embedding import nearest, principal_components, unit_rows

RNG = np.random.default_rng(0)
TABLE = RNG.standard_normal((50, 8)).astype(np.float32)
TABLE[0] = 0


def test_neighbours_are_the_nearest_by_cosine_without_specials_or_itself():
    table = TABLE.copy()
    table[7] = 3 * table[5] + 0.01
    table[1] = table[5]
    directions = unit_rows(table)
    found = nearest(directions, directions[5], 5, 4)
    assert found[0].id == 7
    assert found[0].similarity > 0.99
    cosine = (
        table @ table[5] / (np.linalg.norm(table, axis=1).clip(1e-9) * np.linalg.norm(table[5]))
    )
    allowed = [i for i in np.argsort(-cosine) if i > 1 and i != 5]
    assert [n.id for n in found] == allowed[:4]


def test_neighbours_can_be_kept_to_frequent_words():
    directions = unit_rows(TABLE)
    assert all(n.id < 10 for n in nearest(directions[:10], directions[30], 30, 5))
    assert len(nearest(directions[:4], directions[2], 2, 8)) == 1


def test_projection_keeps_distances_when_nothing_is_lost():
    flat = np.zeros((6, 5), np.float32)
    flat[:, 1:3] = RNG.standard_normal((6, 2))
    found = principal_components(flat)
    points = found.places(flat)
    wanted = np.linalg.norm(flat[0] - flat[4])
    assert np.linalg.norm(points[0] - points[4]) == pytest.approx(wanted, rel=1e-5)
    assert found.share == pytest.approx(1.0)


def test_projection_agrees_with_sklearn_also_on_rows_that_it_was_not_made_of():
    from sklearn.decomposition import PCA

    rows, others = TABLE[2:40], TABLE[40:]
    fitted = PCA(3).fit(rows.astype(float))
    found = principal_components(rows, 3)
    for some in (rows, others):
        expected = fitted.transform(some.astype(float))
        np.testing.assert_allclose(np.abs(found.places(some)), np.abs(expected), atol=1e-6)
    assert found.share == pytest.approx(fitted.explained_variance_ratio_.sum(), rel=1e-6)


def test_fewer_points_than_dimensions_still_give_a_map():
    assert principal_components(TABLE[[3]], 3).places(TABLE[[3]]).shape == (1, 3)
    assert not principal_components(TABLE[[3, 3]]).places(TABLE[[3, 3]]).any()
