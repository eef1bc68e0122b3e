import numpy as np
import pytest

from rnnviz.explain.embedding import explained_share, neighbours, project

RNG = np.random.default_rng(0)
TABLE = RNG.standard_normal((50, 8)).astype(np.float32)
TABLE[0] = 0


def test_neighbours_are_the_nearest_by_cosine_without_specials_or_itself():
    table = TABLE.copy()
    table[7] = 3 * table[5] + 0.01
    table[1] = table[5]
    found = neighbours(table, 5, count=4)
    assert found[0].id == 7
    assert found[0].similarity > 0.99
    cosine = (
        table @ table[5] / (np.linalg.norm(table, axis=1).clip(1e-9) * np.linalg.norm(table[5]))
    )
    allowed = [i for i in np.argsort(-cosine) if i > 1 and i != 5]
    assert [n.id for n in found] == allowed[:4]


def test_neighbours_can_be_kept_to_frequent_words():
    assert all(n.id < 10 for n in neighbours(TABLE, 30, count=5, limit=10))
    assert len(neighbours(TABLE, 2, count=8, limit=4)) == 1


def test_projection_keeps_distances_when_nothing_is_lost():
    flat = np.zeros((6, 5), np.float32)
    flat[:, 1:3] = RNG.standard_normal((6, 2))
    points = project(flat, range(6))
    wanted = np.linalg.norm(flat[0] - flat[4])
    assert np.linalg.norm(points[0] - points[4]) == pytest.approx(wanted, rel=1e-5)
    assert explained_share(flat, range(6)) == pytest.approx(1.0)


def test_projection_agrees_with_sklearn():
    from sklearn.decomposition import PCA

    ids = list(range(2, 40))
    fitted = PCA(3).fit(TABLE[ids].astype(float))
    expected = fitted.transform(TABLE[ids].astype(float))
    np.testing.assert_allclose(np.abs(project(TABLE, ids, 3)), np.abs(expected), atol=1e-6)
    assert explained_share(TABLE, ids, 3) == pytest.approx(
        fitted.explained_variance_ratio_.sum(), rel=1e-6
    )


def test_fewer_points_than_dimensions_still_give_a_map():
    assert project(TABLE, [3], 3).shape == (1, 3)
    assert not project(TABLE, [3, 3], 2).any()
