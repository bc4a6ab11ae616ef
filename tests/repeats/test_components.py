"""Shares of postings that can be searched for repeats one by one."""

import polars as pl

from pipelines.repeats.components import split_postings


def list_postings(*rows):
    return pl.DataFrame(
        [(*row, "text") for row in rows], schema=["title_words", "identity", "text"], orient="row"
    ).with_row_index("row")


def find_shares(postings, texts):
    return [share["row"].to_list() for share in split_postings(postings, texts)]


def test_few_texts_stay_together():
    postings = list_postings(("baker", None), ("cook", None))
    assert find_shares(postings, texts=3) == [[0, 1]]


def test_postings_linked_by_title_or_identity_or_both_in_turn_share_a_component():
    chain = [
        ("baker", 1),
        ("cook", 1),
        ("cook", 2),
        ("chef", 2),
        ("chef", None),
        ("head chef", 3),
        ("chef", 3),
    ]
    others = [("waiter", None), ("waiter", 4), ("driver", None)]
    postings = list_postings(*(row for pair in zip(chain, others * 3, strict=False) for row in pair))
    shares = find_shares(postings, texts=2)
    assert sorted(row for share in shares for row in share) == list(range(14))
    of_row = {row: number for number, share in enumerate(shares) for row in share}
    assert len({of_row[row] for row in range(0, 14, 2)}) == 1
    assert len(set(of_row.values())) > 1


def test_shares_keep_the_order_and_lose_no_row_without_a_title():
    postings = list_postings(("cook", None), (None, None), ("baker", None), ("cook", None), (None, 7))
    shares = find_shares(postings, texts=1)
    assert sorted(row for share in shares for row in share) == [0, 1, 2, 3, 4]
    assert all(share == sorted(share) for share in shares)
