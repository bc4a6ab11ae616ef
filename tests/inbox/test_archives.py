"""Compressed files: what they hold, and what is refused."""

import gzip
import stat
import zipfile

import pyarrow as pa
import pytest

from warehouse.inbox import archives
from warehouse.inbox.archives import ArchiveError, list_members, read_blocks

TEXT = b"Title\nData Scientist\n"


def zstd(data):
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


def write_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def read(folder, file):
    return b"".join(read_blocks(folder, file))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", TEXT),
        ("a.csv.gz", gzip.compress(TEXT)),
        ("a.csv.GZ", gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:])),
        ("a.csv.zst", zstd(TEXT)),
        ("a.csv.zst", zstd(TEXT[:9]) + zstd(TEXT[9:])),
    ],
)
def test_a_file_is_read_decompressed(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert read(tmp_path, name) == TEXT


def test_the_members_of_a_zip_are_files_of_their_own(tmp_path):
    (tmp_path / "folder.zip").mkdir()
    write_zip(
        tmp_path / "folder.zip" / "a.zip", {"x.csv": TEXT, "deep/y.csv": b"Y", "__MACOSX/._x": b"", ".z": b""}
    )
    assert list_members(tmp_path / "folder.zip" / "a.zip") == {"x.csv": None, "deep/y.csv": None}
    assert read(tmp_path, "folder.zip/a.zip/x.csv") == TEXT
    assert read(tmp_path, "folder.zip/a.zip/deep/y.csv") == b"Y"


@pytest.mark.parametrize("name", ["../x.csv", "/x.csv", "a/../../x.csv", "C:\\x.csv", "a\\x.csv"])
def test_a_member_whose_name_leads_out_of_the_archive_is_refused(tmp_path, name):
    write_zip(tmp_path / "a.zip", {name: TEXT})
    assert "leads out of the archive" in list_members(tmp_path / "a.zip")[name]


def test_links_locked_members_and_repeated_names_are_refused(tmp_path):
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/hosts")
        archive.writestr("twice.csv", TEXT)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("twice.csv", b"other")
        archive.writestr("locked.csv", TEXT)
    data = (tmp_path / "a.zip").read_bytes()
    place = data.rindex(b"locked.csv") - 46 + 8
    (tmp_path / "a.zip").write_bytes(data[:place] + b"\x01" + data[place + 1 :])
    refused = list_members(tmp_path / "a.zip")
    assert "a link" in refused["link.csv"]
    assert "holds 2 files of that name" in refused["twice.csv"]
    assert "password" in refused["locked.csv"]


@pytest.mark.parametrize("name", ["a.csv.gz", "a.csv.zst", "a.zip"])
def test_what_holds_too_much_is_refused_and_the_limit_named(tmp_path, monkeypatch, name):
    data = b"x" * 3_000_000
    if name == "a.zip":
        write_zip(tmp_path / name, {"x.csv": data})
        file = "a.zip/x.csv"
    else:
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else zstd(data))
        file = name
    with pytest.raises(ArchiveError, match=rf"{file} unpacks to more than 250 times .* UNPACKED_RATIO_LIMIT"):
        read(tmp_path, file)
    monkeypatch.setattr(archives, "UNPACKED_BYTES_LIMIT", 1_000)
    with pytest.raises(
        ArchiveError, match=rf"{file} unpacks to more than 1,000 bytes.* UNPACKED_BYTES_LIMIT"
    ):
        read(tmp_path, file)


@pytest.mark.parametrize("name", ["a.csv.gz", "a.csv.zst"])
@pytest.mark.parametrize("cut", [slice(None, -6), slice(20, None)])
def test_a_damaged_file_is_refused_by_name(tmp_path, name, cut):
    data = b"".join(b"%d,%d\n" % (i, i * i) for i in range(1000))
    (tmp_path / name).write_bytes((gzip.compress(data) if name.endswith("gz") else zstd(data))[cut])
    with pytest.raises(ArchiveError, match=f"{name} cannot be unpacked .* fetch it again"):
        read(tmp_path, name)


def test_a_damaged_zip_and_a_damaged_member_are_refused_by_name(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(ArchiveError, match=r"a\.zip cannot be unpacked"):
        list_members(tmp_path / "a.zip")
    write_zip(tmp_path / "b.zip", {"x.csv": TEXT})
    data = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(data[:36] + b"\xff\xff" + data[38:])
    with pytest.raises(ArchiveError, match=r"b\.zip/x\.csv cannot be unpacked"):
        read(tmp_path, "b.zip/x.csv")


def test_an_archive_whose_members_share_their_bytes_is_refused(tmp_path, monkeypatch):
    write_zip(tmp_path / "a.zip", {f"{number}.csv": b"x" * 2_000 for number in range(9)})
    assert len(list_members(tmp_path / "a.zip")) == 9
    monkeypatch.setattr(archives, "UNPACKED_RATIO_LIMIT", 9 * 2_000 // (tmp_path / "a.zip").stat().st_size)
    with pytest.raises(ArchiveError, match=r"a\.zip unpacks to more than .* times .* UNPACKED_RATIO_LIMIT"):
        list_members(tmp_path / "a.zip")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_bytes(TEXT)
    monkeypatch.setattr(archives, "FILE_BYTES_LIMIT", len(TEXT) - 1)
    with pytest.raises(
        ArchiveError, match=r"a\.csv is larger than 20 bytes: split it, or raise FILE_BYTES_LIMIT"
    ):
        read(tmp_path, "a.csv")
