"""What citizens write: plausible, hurried Indonesian without names of people or numbers of telephones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

_WHAT = {
    "SAMPAH": (
        "sampah numpuk di pinggir jalan, sudah {n} hari tidak diangkut",
        "got mampet penuh sampah plastik, air hitam dan bau",
        "TPS liar makin besar, banyak lalat",
        "sampah dibuang ke kali, bau sekali",
        "sisa tebangan pohon belum diangkut",
        "bak sampah penuh sampai meluber ke jalan",
        "sampah pasar berserakan tiap pagi",
        "saluran air dangkal, penuh endapan dan plastik",
        "selokan tersumbat sampah dan lumpur",
        "ada yang buang kasur bekas dan puing di trotoar",
        "tumpukan karung sampah menutup saluran air",
    ),
    "PELANGGARAN": (
        "orang bakar sampah tiap sore, asapnya masuk rumah",
        "motor naik trotoar terus, bahaya buat pejalan kaki",
        "bengkel kerja sampai malam di badan jalan",
        "musik keras dari tempat hiburan sampai jam {h} malam",
        "bangunan menjorok ke saluran air",
        "truk bongkar muat di jam sibuk",
        "warga buang air cucian ke jalan",
        "galian tanpa rambu, tidak ada izin",
        "portal dipasang menutup jalan umum",
    ),
    "FASUM": (
        "trotoar rusak, keramik pecah dan ada besi nongol",
        "ayunan di taman patah, bahaya untuk anak-anak",
        "tutup gorong-gorong hilang, sudah ada yang jatuh",
        "halte kotor dan bangkunya copot",
        "pagar taman roboh",
        "toilet umum rusak, air tidak mengalir",
        "JPO lantainya bolong",
        "papan nama jalan roboh",
    ),
    "PARKIR": (
        "mobil parkir sembarangan di depan gang, susah keluar masuk",
        "parkir liar di trotoar depan minimarket",
        "truk parkir di pinggir jalan berhari-hari",
        "parkir dua lapis depan sekolah jam pulang",
        "angkot ngetem makan badan jalan",
        "motor parkir di jalur pejalan kaki depan stasiun",
    ),
    "MACET": (
        "macet parah di lampu merah, tidak ada petugas",
        "lampu lalu lintas mati, simpang semrawut",
        "antrean panjang dari {h} pagi karena galian",
        "putaran balik bikin macet, banyak yang melawan arah",
        "kendaraan tidak bergerak {n}0 menit",
    ),
    "PKL": (
        "PKL memenuhi trotoar, pejalan kaki turun ke jalan",
        "pedagang jualan di badan jalan sampai malam",
        "gerobak kaki lima menutup halte",
        "lapak liar tambah banyak di bawah flyover",
        "tenda jualan menutup jalur sepeda",
    ),
    "JALAN": (
        "jalan berlubang besar, kemarin ada motor jatuh",
        "aspal amblas setelah galian pipa",
        "jalan bergelombang dan retak",
        "lubang dalam tertutup air kalau hujan",
        "bekas galian kabel tidak dirapikan",
        "paving jalan gang pada lepas",
    ),
    "PJU": (
        "lampu jalan mati sudah {n} hari, gelap dan rawan",
        "tiga tiang lampu padam berturut-turut",
        "lampu PJU kedip-kedip",
        "lampu jalan nyala siang mati malam",
        "kabel lampu jalan menjuntai rendah",
    ),
    "IKLAN": (
        "spanduk liar dipaku di pohon",
        "baliho tanpa izin menutup rambu",
        "tempelan iklan sedot WC di tiang listrik",
        "umbul-umbul kedaluwarsa belum dicopot",
        "banner pinjaman online di mana-mana",
    ),
    "BANJIR": (
        "genangan setinggi {c} cm, motor banyak mogok",
        "air masuk rumah, setinggi lutut",
        "jalan tergenang tiap hujan deras",
        "banjir semata kaki dan terus naik",
        "kali meluap, air sudah {c} cm di jalan",
        "pompa tidak nyala, air belum surut",
    ),
    "POHON": (
        "pohon tumbang menutup jalan",
        "dahan besar patah menimpa kabel",
        "pohon miring mau roboh, mohon dipangkas",
        "pohon tumbang kena pagar rumah",
        "batang pohon melintang, mobil tidak bisa lewat",
    ),
    "BANGUNAN": (
        "ada pembangunan {n} lantai tanpa papan IMB",
        "bangunan dekat bantaran kali terus dikerjakan",
        "rumah jadi gudang, bangunan tambahan menutup jalan",
        "proyek kerja malam tanpa izin",
    ),
    "PENGEMIS": (
        "banyak pengemis di lampu merah",
        "ada pengemis membawa anak kecil di perempatan",
        "pengamen memaksa di angkot",
    ),
    "KRIMINAL": (
        "spion mobil diambil saat macet",
        "motor hilang di depan warung",
        "ada tawuran remaja, mohon patroli",
        "jambret di jembatan penyeberangan",
    ),
    "TRANSJAKARTA": (
        "bus tidak berhenti di halte",
        "menunggu bus {n}0 menit lebih",
        "AC bus mati, penuh sesak",
        "pintu halte rusak, bahaya",
    ),
    "KEBAKARAN": ("kebakaran rumah, asap tebal", "korsleting di tiang listrik keluar api", "lapak kardus terbakar"),
    "ROKOK": (
        "banyak yang merokok di dalam halte",
        "petugas kantor merokok di ruang layanan",
        "merokok di taman bermain anak",
    ),
    "JOKI": ("joki 3 in 1 berjejer dari pagi", "joki bawa bayi di pinggir jalan protokol"),
    "OJOL": ("ojek daring mangkal di trotoar depan mal", "pengemudi ojek daring menutup pintu stasiun"),
    "OJEK": ("ojek pangkalan menghalangi halte", "ojek liar memaksa penumpang"),
    "PAJAK": ("nota restoran pajaknya tidak wajar", "parkir ditagih pajak tanpa karcis"),
    "MAKANAN": ("jajanan depan sekolah pakai air kotor", "warung cuci piring di got"),
    "MOBIL10": ("mikrolet tua asapnya hitam pekat", "bus tua mogok terus di jalan"),
}

_RAIN = (
    "hujan deras dari sore, air sudah {c} cm",
    "kali meluap, warga mulai mengungsi ke musala",
    "banjir masuk rumah, listrik dipadamkan",
    "air naik cepat, butuh perahu karet untuk lansia",
    "jalan putus, mobil tidak bisa lewat, air {c} cm",
    "genangan makin tinggi, saluran penuh",
)

_OPENINGS = ("", "", "", "Mohon bantuan, ", "Min, ", "Pak/Bu, ", "Tolong, ", "Lapor, ", "Izin lapor, ", "Halo admin, ")
_CLOSINGS = (
    "",
    "",
    ".",
    ". Mohon segera ditindaklanjuti",
    ". Terima kasih.",
    ", tolong dicek ya",
    ". Sudah lapor RT belum ada tindakan",
    ". Sudah sering dilaporkan",
    "!!",
    ". Ganggu warga yang lewat",
    ", makasih",
    ". Mohon dicek ke lokasi",
    ". Semoga cepat ditangani",
)
_WHERE = (
    "di {street}",
    "di {street} RT {rt:02d}/{rw:02d}",
    "di {street} dekat {mark}",
    "dekat {mark} {street}",
    "di {street} sebelah {mark}",
    "sepanjang {street}",
    "di ujung {street}",
)
_MARKS = (
    "minimarket",
    "masjid",
    "pos RW",
    "SD negeri",
    "puskesmas",
    "pasar",
    "warung nasi",
    "jembatan",
    "halte",
    "SPBU",
    "lapangan bola",
    "pintu air",
    "gang masuk",
    "kantor kelurahan",
    "stasiun",
    "apotek",
)

_SHORTENED, _SHOUTED, _PLAIN = 0.28, 0.31, 0.5
"""Bounds between manners of writing: abbreviated, in capitals, as it comes, properly."""

_SHORT = {
    "yang": "yg",
    "tidak": "tdk",
    "dengan": "dgn",
    "sudah": "udh",
    "jalan": "jln",
    "karena": "krn",
    "depan": "dpn",
    "banyak": "byk",
    "tolong": "tlg",
    "mohon": "mhn",
    "orang": "org",
    "sampai": "smp",
    "dekat": "dkt",
    "untuk": "utk",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a report says that it is.

    Attributes:
        rt: Number of the neighbourhood within the ``rw``.
    """

    street: str
    house: int
    rt: int
    rw: int
    kelurahan: str

    def address(self, rng: Random) -> str:
        """Return the address as the application writes it."""
        number = f" No. {self.house}" if rng.random() < 0.7 else ""
        return f"{self.street}{number}, RT {self.rt:03d}/RW {self.rw:03d}, {self.kelurahan}"


def describe(category: str, spot: Spot, rng: Random, *, in_rain: bool = False) -> str:
    """Return what a citizen writes.

    Args:
        category: Code; one that ``PROFILES`` knows.
        spot: Where.
        rng: Used up.
        in_rain: Whether it is about the evening's flood.
    """
    what = rng.choice(_RAIN if in_rain and category == "BANJIR" else _WHAT[category])
    what = what.format(n=rng.randint(2, 6), h=rng.randint(6, 11), c=rng.choice((10, 15, 20, 30, 40, 50, 60)))
    where = rng.choice(_WHERE).format(street=spot.street, rt=spot.rt, rw=spot.rw, mark=rng.choice(_MARKS))
    first = f"{what} {where}" if rng.random() < 0.75 else f"{where}: {what}"
    text = rng.choice(_OPENINGS) + first + rng.choice(_CLOSINGS)
    manner = rng.random()
    if manner < _SHORTENED:
        return _shortened(text)
    if manner < _SHOUTED:
        return text.upper()
    return text[0].upper() + text[1:] if manner > _PLAIN else text


def _shortened(text: str) -> str:
    return re.sub(r"[a-z]+", lambda word: _SHORT.get(word[0], word[0]), text).lower()
