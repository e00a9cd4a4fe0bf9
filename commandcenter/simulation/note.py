"""What officials write into a timeline, in the short Indonesian of people who write it all day."""

from __future__ import annotations

from datetime import datetime
from random import Random

from commandcenter.models.instant import WIB

_BEGUN = {
    "SAMPAH": ("Petugas menuju lokasi dengan gerobak motor.", "Pengangkutan sedang berjalan.", "Pembersihan dimulai."),
    "JALAN": ("Penambalan dimulai, material sudah di lokasi.", "Lubang dipasangi rambu, menunggu aspal."),
    "PJU": ("Teknisi memeriksa jaringan dan lampu.", "Penggantian lampu dijadwalkan hari ini."),
    "BANJIR": (
        "Pompa mobile diturunkan.",
        "Tali air dan saluran sedang dibersihkan.",
        "Petugas berjaga, pantau genangan.",
    ),
    "POHON": ("Pemotongan batang sedang berjalan.", "Regu dengan gergaji mesin menuju lokasi."),
    "PARKIR": ("Petugas patroli menuju lokasi.", "Pemilik kendaraan sedang didata."),
    "MACET": ("Petugas mengatur arus di lokasi.", "Petugas digeser ke simpang."),
    "KEBAKARAN": ("Unit pemadam sudah di lokasi.", "Pemadaman berlangsung."),
}
_BEGUN_ELSE = ("Petugas ke lokasi untuk pengecekan.", "Sedang ditangani.", "Tim sudah di lapangan.", "Dalam proses.")

_DONE = {
    "SAMPAH": ("Sampah sudah diangkut, lokasi disapu.", "Saluran sudah dikuras, air lancar.", "Tumpukan sudah bersih."),
    "JALAN": ("Lubang sudah ditambal.", "Aspal sudah diratakan, aman dilewati."),
    "PJU": ("Lampu sudah menyala kembali.", "Lampu diganti LED, sudah diuji."),
    "BANJIR": ("Genangan sudah surut, jalan dapat dilewati.", "Air surut setelah saluran dibersihkan."),
    "POHON": ("Batang sudah dipotong dan diangkut.", "Jalan sudah bisa dilewati."),
    "PARKIR": (
        "Kendaraan sudah dipindahkan.",
        "Dilakukan penertiban cabut pentil.",
        "Rambu dipasang, pengendara ditegur.",
    ),
    "MACET": ("Arus sudah lancar.", "Sudah terurai setelah pengaturan di simpang."),
    "PKL": ("Pedagang sudah ditertibkan, trotoar bersih.", "Pedagang dipindahkan ke lokasi binaan."),
    "IKLAN": ("Spanduk sudah diturunkan.", "Reklame liar sudah dibongkar."),
    "FASUM": ("Fasilitas sudah diperbaiki.", "Sudah diganti yang baru, siap dipakai."),
    "KEBAKARAN": ("Api padam, pendinginan selesai.",),
}
_DONE_ELSE = (
    "Sudah ditindaklanjuti.",
    "Selesai ditangani di lapangan.",
    "Sudah diberi teguran tertulis.",
    "Sudah selesai.",
)

_REJECTED = {
    "PKL": ("Lokasi termasuk lokasi binaan berizin.", "Saat dicek sudah tidak ada pedagang di lokasi."),
    "PARKIR": ("Saat petugas tiba kendaraan sudah tidak ada.", "Lahan parkir milik pribadi."),
    "MACET": ("Saat dicek arus sudah normal.",),
    "FASUM": ("Lokasi merupakan lahan pengembang, belum diserahkan ke Pemprov.",),
    "JALAN": ("Jalan berada di dalam kompleks pengembang.", "Titik masuk wilayah luar DKI."),
    "PJU": ("Lampu milik warga, bukan aset Pemprov.",),
}
_REJECTED_ELSE = (
    "Laporan ganda, sudah ditangani pada laporan lain.",
    "Titik lokasi tidak ditemukan, mohon kirim ulang dengan foto.",
    "Bukan kewenangan Pemprov DKI Jakarta.",
    "Foto tidak sesuai dengan keterangan.",
)

_SECTIONS = {
    "JALAN": "Pemeliharaan Jalan",
    "FASUM": "Kelengkapan Prasarana",
    "PJU": "Penerangan Jalan",
    "BANJIR": "Pemeliharaan Drainase",
    "POHON": "Jalur Hijau",
    "PARKIR": "Pengawasan",
    "MACET": "Manajemen Lalu Lintas",
    "SAMPAH": "Pengangkutan",
}


def start_of_work(category: str, rng: Random) -> str:
    """Return the note of a move to in progress."""
    return rng.choice(_BEGUN.get(category, _BEGUN_ELSE))


def done_by(category: str, rng: Random) -> str:
    """Return the note of a report that was solved."""
    return rng.choice(_DONE.get(category, _DONE_ELSE))


def rejection(category: str, rng: Random) -> str:
    """Return the reason why a report is rejected at the first reading."""
    return rng.choice(_REJECTED_ELSE + _REJECTED.get(category, ()))


def out_of_hand(category: str, rng: Random) -> str:
    """Return the reason why a report is rejected after somebody went there."""
    return rng.choice(_REJECTED.get(category, ("Setelah dicek di lapangan, permasalahan tidak ditemukan.",)))


def hand_over(agency: str, rng: Random) -> str:
    """Return the note of a hand-over to an agency."""
    return rng.choice(
        (f"Diteruskan ke {agency}.", f"Kewenangan {agency}, mohon tindak lanjut.", f"Koordinasi dgn {agency}.")
    )


def back_to_sender(rng: Random) -> str:
    """Return the reason why an agency gives a report back."""
    return rng.choice(("Jalan lingkungan, kewenangan kelurahan.", "Titik masuk aset kelurahan, dikembalikan."))


def reopening(rng: Random) -> str:
    """Return what a reporter says who does not agree that it was solved."""
    return rng.choice(
        ("Belum beres, cuma difoto aja.", "Besoknya muncul lagi, tolong dicek ulang.", "Baru separuh yg dikerjakan.")
    )


def estimate(until: datetime, rng: Random) -> str:
    """Return the note of an estimate: the day by which it will be done, and why not before."""
    why = rng.choice(("menunggu material", "perlu alat berat", "menunggu jadwal pengangkutan"))
    return f"Estimasi selesai {until.astimezone(WIB):%d/%m}: {why}."


def instruction(category: str) -> str:
    """Return the section of an agency that gets the instruction."""
    return _SECTIONS.get(category, "Operasional")
