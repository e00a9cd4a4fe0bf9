<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="id" sourcelanguage="en">
<context>
    <name>Acting</name>
    <message>
        <source>You have taken it on; the store has not answered yet.</source>
        <translation>Sudah Anda ambil; pusat belum menjawab.</translation>
    </message>
    <message>
        <source>Already taken on by {name} at {moment}.</source>
        <translation>Sudah diambil oleh {name} pukul {moment}.</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>seseorang</translation>
    </message>
    <message>
        <source>It is closed ({state}).</source>
        <translation>Laporan ini sudah ditutup ({state}).</translation>
    </message>
    <message>
        <source>You have sent it to a crew; the store has not answered yet.</source>
        <translation>Anda telah mengirimnya ke regu; pusat belum menjawab.</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>Somebody else was faster; your act was not applied.</source>
        <translation>Orang lain lebih dulu; tindakan Anda tidak diterapkan.</translation>
    </message>
    <message>
        <source>The store did not accept the act ({code}). Nothing was changed.</source>
        <translation>Pusat tidak menerima tindakan ini ({code}). Tidak ada yang berubah.</translation>
    </message>
    <message>
        <source>At the centre now: {value} – {actor}, {moment}</source>
        <translation>Di pusat sekarang: {value} – {actor}, {moment}</translation>
    </message>
    <message>
        <source>Yours: {value}</source>
        <translation>Milik Anda: {value}</translation>
    </message>
</context>
<context>
    <name>AreaLevel</name>
    <message>
        <source>province</source>
        <translation>provinsi</translation>
    </message>
    <message>
        <source>city</source>
        <translation>kota</translation>
    </message>
    <message>
        <source>regency</source>
        <translation>kabupaten</translation>
    </message>
    <message>
        <source>district</source>
        <translation>kecamatan</translation>
    </message>
    <message>
        <source>kelurahan</source>
        <translation>kelurahan</translation>
    </message>
    <message>
        <source>village</source>
        <translation>desa</translation>
    </message>
    <message>
        <source>RW</source>
        <translation>RW</translation>
    </message>
    <message>
        <source>RT</source>
        <translation>RT</translation>
    </message>
    <message>
        <source>ward</source>
        <translation>distrik pemilihan</translation>
    </message>
    <message>
        <source>community area</source>
        <translation>wilayah komunitas</translation>
    </message>
    <message>
        <source>neighbourhood</source>
        <translation>lingkungan</translation>
    </message>
</context>
<context>
    <name>BarList</name>
    <message>
        <source>Reports by: {title}</source>
        <translation>Laporan menurut: {title}</translation>
    </message>
    <message>
        <source>{label}: {shown} of {all}</source>
        <translation>{label}: {shown} dari {all}</translation>
    </message>
    <message>
        <source>{words}, chosen</source>
        <translation>{words}, dipilih</translation>
    </message>
    <message>
        <source>n {count}</source>
        <translation>n {count}</translation>
    </message>
    <message>
        <source>No reports in this period.</source>
        <translation>Tidak ada laporan dalam kurun ini.</translation>
    </message>
</context>
<context>
    <name>BaseMapMenu</name>
    <message>
        <source>Map</source>
        <translation>Peta</translation>
    </message>
    <message>
        <source>Borders and coast only</source>
        <translation>Hanya batas wilayah dan garis pantai</translation>
    </message>
    <message>
        <source>From {host}</source>
        <translation>Dari {host}</translation>
    </message>
    <message>
        <source>Choose base map…</source>
        <translation>Pilih peta dasar…</translation>
    </message>
    <message>
        <source>Choose a base map</source>
        <translation>Pilih peta dasar</translation>
    </message>
    <message>
        <source>Map archives</source>
        <translation>Arsip peta</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Semua berkas</translation>
    </message>
    <message>
        <source>Folder:</source>
        <translation>Folder:</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>Berkas:</translation>
    </message>
    <message>
        <source>Kind:</source>
        <translation>Jenis:</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Pakai</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
</context>
<context>
    <name>BrushedChart</name>
    <message>
        <source>Arrow keys move between bars, with Shift they choose a range, Space chooses one, Escape clears.</source>
        <translation>Tombol panah berpindah antarbatang, dengan Shift memilih rentang, Spasi memilih satu, Escape menghapus.</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>Area</source>
        <translation>Wilayah</translation>
    </message>
    <message>
        <source>Outside all areas</source>
        <translation>Di luar semua wilayah</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategori</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umur</translation>
    </message>
    <message>
        <source>First response</source>
        <translation>Tanggapan pertama</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Belum ada</translation>
    </message>
    <message>
        <source>Others ({count})</source>
        <translation>Lainnya ({count})</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>Clear all</source>
        <translation>Hapus semua</translation>
    </message>
    <message>
        <source>Remove: {words}</source>
        <translation>Hapus: {words}</translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>Search…</source>
        <translation>Cari…</translation>
    </message>
    <message>
        <source>All – no condition</source>
        <translation>Semua – tanpa syarat</translation>
    </message>
</context>
<context>
    <name>ColumnDialog</name>
    <message>
        <source>Columns of the queue</source>
        <translation>Kolom antrean</translation>
    </message>
    <message>
        <source>Columns, from left to right</source>
        <translation>Kolom, dari kiri ke kanan</translation>
    </message>
    <message>
        <source> pixels</source>
        <translation> piksel</translation>
    </message>
    <message>
        <source>Width of the column</source>
        <translation>Lebar kolom</translation>
    </message>
    <message>
        <source>Space shows or hides a column, Alt+↑ and Alt+↓ move it.</source>
        <translation>Spasi menampilkan atau menyembunyikan kolom, Alt+↑ dan Alt+↓ memindahkannya.</translation>
    </message>
    <message>
        <source>Further left</source>
        <translation>Ke kiri</translation>
    </message>
    <message>
        <source>Further right</source>
        <translation>Ke kanan</translation>
    </message>
    <message>
        <source>Sort upwards</source>
        <translation>Urutkan menaik</translation>
    </message>
    <message>
        <source>Sort downwards</source>
        <translation>Urutkan menurun</translation>
    </message>
    <message>
        <source>Add to the order</source>
        <translation>Tambahkan ke urutan</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Kembalikan kolom</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Lebar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>what is left</source>
        <translation>sisa ruang</translation>
    </message>
</context>
<context>
    <name>Condition</name>
    <message>
        <source>Area: {names}</source>
        <translation>Wilayah: {names}</translation>
    </message>
    <message>
        <source>Reported: {words}</source>
        <translation>Dilaporkan: {words}</translation>
    </message>
    <message>
        <source>State: {names}</source>
        <translation>Status: {names}</translation>
    </message>
    <message>
        <source>Category: {names}</source>
        <translation>Kategori: {names}</translation>
    </message>
    <message>
        <source>Reported: in the last {age}</source>
        <translation>Dilaporkan: {age} terakhir</translation>
    </message>
    <message>
        <source>Search: “{words}”</source>
        <translation>Cari: “{words}”</translation>
    </message>
    <message>
        <source>now</source>
        <translation>sekarang</translation>
    </message>
    <message>
        <source>{count} hours of the week</source>
        <translation>{count} jam dalam sepekan</translation>
    </message>
    <message>
        <source>Taken on</source>
        <translation>Sudah diambil</translation>
    </message>
    <message>
        <source>Not taken on</source>
        <translation>Belum diambil</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>belum ada</translation>
    </message>
    <message>
        <source>Taken on by: {names}</source>
        <translation>Diambil oleh: {names}</translation>
    </message>
    <message>
        <source>the area&apos;s own office</source>
        <translation>kantor wilayah sendiri</translation>
    </message>
    <message>
        <source>Agency: {names}</source>
        <translation>Instansi: {names}</translation>
    </message>
    <message>
        <source>no crew</source>
        <translation>tanpa regu</translation>
    </message>
    <message>
        <source>Crew: {names}</source>
        <translation>Regu: {names}</translation>
    </message>
    <message>
        <source>Closed: {words}</source>
        <translation>Ditutup: {words}</translation>
    </message>
    <message>
        <source>Age: {words}</source>
        <translation>Umur: {words}</translation>
    </message>
    <message>
        <source>First response: {words}</source>
        <translation>Tanggapan pertama: {words}</translation>
    </message>
    <message>
        <source>Reported on: {words}</source>
        <translation>Dilaporkan pada: {words}</translation>
    </message>
    <message>
        <source>Open only</source>
        <translation>Hanya yang terbuka</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Lewat</translation>
    </message>
    <message>
        <source>Priority: {names}</source>
        <translation>Prioritas: {names}</translation>
    </message>
    <message>
        <source>With a place</source>
        <translation>Dengan lokasi</translation>
    </message>
    <message>
        <source>Without a place</source>
        <translation>Tanpa lokasi</translation>
    </message>
    <message>
        <source>With a photo</source>
        <translation>Dengan foto</translation>
    </message>
    <message>
        <source>Without a photo</source>
        <translation>Tanpa foto</translation>
    </message>
    <message>
        <source>Supporters: at least {count}</source>
        <translation>Dukungan: paling sedikit {count}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>tidak ada</translation>
    </message>
    <message>
        <source>Incident: {names}</source>
        <translation>Insiden: {names}</translation>
    </message>
    <message>
        <source>Drawn area</source>
        <translation>Wilayah yang digambar</translation>
    </message>
    <message>
        <source>Outside all areas</source>
        <translation>Di luar semua wilayah</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>tidak ada</translation>
    </message>
</context>
<context>
    <name>CrewDialog</name>
    <message>
        <source>{n} present</source>
        <translation>{n} hadir</translation>
    </message>
    <message>
        <source>{n} jobs</source>
        <translation>{n} tugas</translation>
    </message>
    <message>
        <source>not to be sent: {reason}</source>
        <translation>tidak dapat dikirim: {reason}</translation>
    </message>
    <message>
        <source>Send {number} to a crew</source>
        <translation>Kirim {number} ke regu</translation>
    </message>
    <message>
        <source>Crews, the readiest first</source>
        <translation>Regu, yang paling siap di atas</translation>
    </message>
    <message>
        <source>Looking for crews …</source>
        <translation>Mencari regu …</translation>
    </message>
    <message>
        <source>What the crew has to know (may stay empty)</source>
        <translation>Yang perlu diketahui regu (boleh kosong)</translation>
    </message>
    <message>
        <source>Note for the crew</source>
        <translation>Catatan untuk regu</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Kirim</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>No crew is posted in this report&apos;s area or above it. An agency can be asked instead.</source>
        <translation>Tidak ada regu yang ditempatkan di wilayah laporan ini atau di atasnya. Sebagai gantinya, mintalah bantuan instansi.</translation>
    </message>
    <message>
        <source>None of these crews is to be sent now.</source>
        <translation>Tidak satu pun dari regu ini dapat dikirim sekarang.</translation>
    </message>
    <message>
        <source>Nobody of this crew is at work now: whoever begins next finds the job.</source>
        <translation>Tidak ada anggota regu ini yang bertugas sekarang: yang mulai bertugas berikutnya akan menemukan tugas ini.</translation>
    </message>
    <message>
        <source>The job comes behind those that this crew has.</source>
        <translation>Tugas ini menyusul setelah tugas yang sudah dimiliki regu.</translation>
    </message>
</context>
<context>
    <name>CrewState</name>
    <message>
        <source>not at work</source>
        <translation>tidak bertugas</translation>
    </message>
    <message>
        <source>free</source>
        <translation>siap</translation>
    </message>
    <message>
        <source>has jobs</source>
        <translation>ada tugas</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>menuju lokasi</translation>
    </message>
    <message>
        <source>at work at a place</source>
        <translation>bekerja di lokasi</translation>
    </message>
    <message>
        <source>coming back</source>
        <translation>sedang kembali</translation>
    </message>
    <message>
        <source>not to be sent</source>
        <translation>tidak dapat dikirim</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Workbook for people (XLSX)</source>
        <translation>Buku kerja untuk dibaca (XLSX)</translation>
    </message>
    <message>
        <source>Table for programs (CSV)</source>
        <translation>Tabel untuk program (CSV)</translation>
    </message>
    <message>
        <source>Map data for the web (GeoJSON)</source>
        <translation>Data peta untuk web (GeoJSON)</translation>
    </message>
    <message>
        <source>Map data for GIS (GeoPackage)</source>
        <translation>Data peta untuk SIG (GeoPackage)</translation>
    </message>
    <message>
        <source>Export the queue</source>
        <translation>Ekspor antrean</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Berkas</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Pilih…</translation>
    </message>
    <message numerus="yes">
        <source>Only the %n chosen rows</source>
        <translation>
            <numerusform>Hanya %n baris yang dipilih</numerusform>
        </translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ekspor</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message numerus="yes">
        <source>%n rows are in {file}.</source>
        <translation>
            <numerusform>%n baris ada di {file}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>The rows are being written. You can go on working meanwhile.</source>
        <translation>Baris sedang ditulis. Anda dapat tetap bekerja.</translation>
    </message>
    <message>
        <source>The file is there already and will be replaced.</source>
        <translation>Berkas sudah ada dan akan diganti.</translation>
    </message>
    <message>
        <source>{rows} rows are shown.</source>
        <translation>{rows} baris ditampilkan.</translation>
    </message>
</context>
<context>
    <name>Failure</name>
    <message>
        <source>A job that is {current} can&apos;t become {wanted}. Load the job again to see where it stands.</source>
        <translation>Tugas berstatus {current} tidak dapat menjadi {wanted}. Muat ulang tugas untuk melihat statusnya.</translation>
    </message>
    <message>
        <source>A report that is {current} can&apos;t become {wanted}. Allowed from here: {allowed}.</source>
        <translation>Laporan yang berstatus {current} tidak dapat menjadi {wanted}. Yang boleh dari sini: {allowed}.</translation>
    </message>
    <message>
        <source>A wall of {width_px}x{height_px} pixels is too small for anything on it to be read. Give it at least {least_width_px}x{least_height_px} with --size, or a larger screen with --monitor.</source>
        <translation>Dinding berukuran {width_px}x{height_px} piksel terlalu kecil sehingga tidak ada yang dapat dibaca. Beri sedikitnya {least_width_px}x{least_height_px} dengan --size, atau layar yang lebih besar dengan --monitor.</translation>
    </message>
    <message>
        <source>Acts of yours that the store does not take: {count} (it answers: {reason}). They are kept and sent again by themselves; later acts on the same reports wait behind them, acts on others do not. Tell whoever runs the store: its log says more.</source>
        <translation>Tindakan Anda yang tidak diterima pusat: {count} (jawabannya: {reason}). Semuanya disimpan dan dikirim lagi dengan sendirinya; tindakan berikutnya pada laporan yang sama menunggu di belakangnya, pada laporan lain tidak. Beri tahu pengelola pusat: catatannya menjelaskan lebih lanjut.</translation>
    </message>
    <message>
        <source>Another program has the file {file} open. Close it there, or choose another name, then export again. The file was left as it is.</source>
        <translation>Berkas {file} sedang dibuka program lain. Tutup di sana, atau pilih nama lain, lalu ekspor lagi. Berkas tidak diubah.</translation>
    </message>
    <message>
        <source>Another workstation is already working with the folder {folder}. Go on in that window, or close it and start again; to run two side by side, give the second a folder of its own with COMMANDCENTER_HOME.</source>
        <translation>Folder {folder} sudah dipakai oleh jendela kerja lain. Lanjutkan di jendela itu, atau tutup lalu buka lagi; untuk menjalankan dua sekaligus, beri yang kedua folder sendiri lewat COMMANDCENTER_HOME.</translation>
    </message>
    <message>
        <source>No picture of {name} came from {origin}. Check the address, its layers and the key, and whether this computer reaches the server.</source>
        <translation>Tidak ada gambar {name} yang datang dari {origin}. Periksa alamat, lapisan, dan kuncinya, serta apakah komputer ini menjangkau server itu.</translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation>Terjadi kesalahan.</translation>
    </message>
    <message>
        <source>The act could not be written to {file} ({reason}); nothing was sent. Make room on the disk, then do it again.</source>
        <translation>Tindakan tidak dapat ditulis ke {file} ({reason}); tidak ada yang dikirim. Kosongkan ruang pada disk, lalu ulangi.</translation>
    </message>
    <message>
        <source>The acts that were not sent yet, in {file}, can&apos;t be read ({reason}). The file was left as it is. Install the version of commandcenter that wrote it, or move the file away and look at the reports again.</source>
        <translation>Tindakan yang belum dikirim, di {file}, tidak terbaca ({reason}). Berkas itu dibiarkan apa adanya. Pasang versi commandcenter yang menulisnya, atau pindahkan berkas itu dan periksa lagi laporannya.</translation>
    </message>
    <message>
        <source>The address of the online map can&apos;t be used ({reason}). Write it as https://HOST/…/{{z}}/{{x}}/{{y}}.png, or as wms:https://HOST/…?LAYERS=…</source>
        <translation>Alamat peta daring tidak dapat dipakai ({reason}). Tulis sebagai https://HOST/…/{{z}}/{{x}}/{{y}}.png, atau wms:https://HOST/…?LAYERS=…</translation>
    </message>
    <message>
        <source>The areas to cover must be at most {limit} rectangles [left, top, right, bottom], each side as a share of the photo from 0 to 1. Draw them again.</source>
        <translation>Bidang yang ditutup paling banyak {limit} persegi [kiri, atas, kanan, bawah], tiap sisi sebagai bagian foto dari 0 sampai 1. Gambar lagi.</translation>
    </message>
    <message>
        <source>The base map {file} can&apos;t be read ({reason}). Check who may read it, and its disk. The map stays as it was.</source>
        <translation>Peta dasar {file} tidak dapat dibaca ({reason}). Periksa izin membacanya dan diskanya. Peta tetap seperti semula.</translation>
    </message>
    <message>
        <source>The base map {file} ends too early: it should have {expected} bytes and has {found}. Copy it again. The map stays as it was.</source>
        <translation>Peta dasar {file} terpotong: seharusnya {expected} bita, yang ada {found}. Salin lagi. Peta tetap seperti semula.</translation>
    </message>
    <message>
        <source>The base map {file} holds no tiles. Choose another one. The map stays as it was.</source>
        <translation>Peta dasar {file} tidak berisi ubin peta. Pilih yang lain. Peta tetap seperti semula.</translation>
    </message>
    <message>
        <source>The base map {file} is damaged: what it says of its own tiles can&apos;t be followed. Copy it or have it made again. The map stays as it was.</source>
        <translation>Peta dasar {file} rusak: keterangannya tentang ubin-ubinnya sendiri tidak dapat diikuti. Salin lagi atau buat ulang. Peta tetap seperti semula.</translation>
    </message>
    <message>
        <source>The base map {file} is not there. Bring its disk back, or choose another one. The map stays as it was.</source>
        <translation>Peta dasar {file} tidak ada. Pasang kembali diskanya, atau pilih yang lain. Peta tetap seperti semula.</translation>
    </message>
    <message>
        <source>The base map {file} is written in version {version} of PMTiles, and only version 3 can be read. Have it converted. The map stays as it was.</source>
        <translation>Peta dasar {file} ditulis dalam PMTiles versi {version}, padahal hanya versi 3 yang dapat dibaca. Mintalah agar dikonversi. Peta tetap seperti semula.</translation>
    </message>
    <message>
        <source>The certificate of {url} is not trusted ({reason}). Check the address and this machine&apos;s clock; if the store has a certificate of its own, have it installed on this machine.</source>
        <translation>Sertifikat {url} tidak dipercaya ({reason}). Periksa alamat dan jam komputer ini; bila pusat memakai sertifikat sendiri, mintalah agar dipasang di komputer ini.</translation>
    </message>
    <message>
        <source>The connection to {url} was closed because the program ends.</source>
        <translation>Sambungan ke {url} ditutup karena program berakhir.</translation>
    </message>
    <message>
        <source>The copy of the reports in {file} can&apos;t be read ({reason}). Close the program, remove that file and start again: it is loaded anew from the store, and acts not sent yet are kept elsewhere.</source>
        <translation>Salinan laporan di {file} tidak terbaca ({reason}). Tutup program, hapus berkas itu, lalu buka lagi: salinan dimuat ulang dari pusat, dan tindakan yang belum dikirim disimpan di tempat lain.</translation>
    </message>
    <message>
        <source>The description has {length} characters; at most {limit} are allowed. Shorten it and send it again.</source>
        <translation>Isi laporan {length} huruf; paling banyak {limit}. Pendekkan lalu kirim lagi.</translation>
    </message>
    <message>
        <source>The export to {file} ended before it was done ({reason}). What was begun has been removed. Try again; if it happens again, choose another format and tell whoever looks after this machine.</source>
        <translation>Ekspor ke {file} berhenti sebelum selesai ({reason}). Yang sudah dimulai telah dihapus. Coba lagi; jika terulang, pilih format lain dan beri tahu pengelola komputer ini.</translation>
    </message>
    <message>
        <source>The export to {file} was cancelled. What was begun has been removed.</source>
        <translation>Ekspor ke {file} dibatalkan. Yang sudah dimulai telah dihapus.</translation>
    </message>
    <message>
        <source>The file {file} can&apos;t be written ({reason}). Choose another folder, or ask whoever looks after this one for the right to write there. Nothing was changed.</source>
        <translation>Berkas {file} tidak dapat ditulis ({reason}). Pilih folder lain, atau minta izin menulis kepada pengelola folder ini. Tidak ada yang diubah.</translation>
    </message>
    <message>
        <source>The filter&apos;s file can&apos;t be read ({path}): {reason}. Check that it is there and that you may open it.</source>
        <translation>Berkas saringan tidak dapat dibaca ({path}): {reason}. Periksa apakah berkas itu ada dan boleh dibuka.</translation>
    </message>
    <message>
        <source>The filter&apos;s file can&apos;t be written ({path}): {reason}. Choose another folder, or make room there.</source>
        <translation>Berkas saringan tidak dapat ditulis ({path}): {reason}. Pilih folder lain, atau kosongkan ruang di sana.</translation>
    </message>
    <message>
        <source>The folder {folder} belongs to {held_principal} at {held_store}, not to {principal} at {store}. Acts that were not sent yet may lie in it, so it was left as it is. Start with the old address and token, or give this one a folder of its own with COMMANDCENTER_HOME.</source>
        <translation>Folder {folder} milik {held_principal} di {held_store}, bukan {principal} di {store}. Mungkin ada tindakan yang belum dikirim di dalamnya, jadi folder dibiarkan apa adanya. Mulai dengan alamat dan token lama, atau beri yang ini folder sendiri lewat COMMANDCENTER_HOME.</translation>
    </message>
    <message>
        <source>The folder {folder} can&apos;t be used ({reason}). Check that it exists, that this account may write to it and that the disk is not full.</source>
        <translation>Folder {folder} tidak dapat dipakai ({reason}). Periksa apakah folder itu ada, akun ini boleh menulis ke dalamnya, dan disk tidak penuh.</translation>
    </message>
    <message>
        <source>The key of {name} is not on this computer. Remove the layer and add it again with its key.</source>
        <translation>Kunci {name} tidak ada di komputer ini. Hapus lapisannya dan tambahkan lagi dengan kuncinya.</translation>
    </message>
    <message>
        <source>The mirror stands at {mirror} and the store at {store}, so they can&apos;t be compared. Keep the workstation running until it is live, then try again.</source>
        <translation>Salinan ada di {mirror} dan pusat data di {store}, jadi keduanya tidak dapat dibandingkan. Biarkan meja kerja berjalan sampai datanya langsung, lalu coba lagi.</translation>
    </message>
    <message>
        <source>The online base map has no attribution. Say whose map it is, in the words that its licence asks for (COMMANDCENTER_TILE_ATTRIBUTION).</source>
        <translation>Peta dasar daring tidak beratribusi. Sebutkan milik siapa peta itu, dengan kata-kata yang diminta lisensinya (COMMANDCENTER_TILE_ATTRIBUTION).</translation>
    </message>
    <message>
        <source>The other side sent something that this version does not understand ({what}). Check that desktop and store are of the same version.</source>
        <translation>Pihak lain mengirim sesuatu yang tidak dipahami versi ini ({what}). Periksa apakah program ini dan pusat versinya sama.</translation>
    </message>
    <message>
        <source>The page begins at {expected}, but the mirror stands at {position}. It is asked for again by itself.</source>
        <translation>Halaman mulai dari {expected}, padahal salinan ada di {position}. Diminta lagi dengan sendirinya.</translation>
    </message>
    <message>
        <source>The photo has more than {limit} bytes and is not loaded.</source>
        <translation>Foto lebih dari {limit} bita dan tidak dimuat.</translation>
    </message>
    <message>
        <source>The picture could not be saved as {path}. Choose another folder, or a name that ends in .png or .pdf.</source>
        <translation>Gambar tidak dapat disimpan sebagai {path}. Pilih folder lain, atau nama yang berakhiran .png atau .pdf.</translation>
    </message>
    <message>
        <source>The position (0, 0) means that the phone had none. Send the report again with a place from the map, or with an address.</source>
        <translation>Posisi (0, 0) berarti ponsel tidak tahu tempatnya. Kirim lagi laporan dengan tempat dari peta, atau dengan alamat.</translation>
    </message>
    <message>
        <source>The position (lat {lat}, long {lon}) does not exist: latitude runs from -90 to 90, longitude from -180 to 180. Check whether the two were swapped.</source>
        <translation>Posisi (lintang {lat}, bujur {lon}) tidak ada: lintang dari -90 sampai 90, bujur dari -180 sampai 180. Periksa apakah keduanya tertukar.</translation>
    </message>
    <message>
        <source>The report has neither a description nor a photo. Say in a few words what is wrong and send it again.</source>
        <translation>Laporan tidak berisi uraian maupun foto. Tulis singkat apa masalahnya lalu kirim lagi.</translation>
    </message>
    <message>
        <source>The scene can&apos;t be read from {distance_m} m on a picture {height_cm} cm high: its letters must be {letter_mm} mm high there, which is {letter_px} of the picture&apos;s {height_px} pixels, and so they do not find room on {width_px}x{height_px}. Use a larger screen or sit nearer, and say so with --height-cm and --distance-m (COMMANDCENTER_WALL_HEIGHT_CM, COMMANDCENTER_WALL_DISTANCE_M).</source>
        <translation>Layar ini tidak terbaca dari jarak {distance_m} m pada gambar setinggi {height_cm} cm: hurufnya harus setinggi {letter_mm} mm, yaitu {letter_px} dari {height_px} piksel gambar, sehingga tidak muat pada {width_px}x{height_px}. Pakai layar lebih besar atau duduk lebih dekat, lalu sebutkan dengan --height-cm dan --distance-m (COMMANDCENTER_WALL_HEIGHT_CM, COMMANDCENTER_WALL_DISTANCE_M).</translation>
    </message>
    <message>
        <source>The source at {url} asks to be left alone for {wait_s} seconds or more (HTTP {status}). It is asked again by itself after that.</source>
        <translation>Sumber di {url} minta tidak ditanya selama {wait_s} detik atau lebih (HTTP {status}). Setelah itu sumber ditanya lagi dengan sendirinya.</translation>
    </message>
    <message>
        <source>The source at {url} can&apos;t be reached ({reason}). Check the network and the address; it is asked again by itself. What was loaded before stays readable.</source>
        <translation>Sumber di {url} tidak dapat dihubungi ({reason}). Periksa jaringan dan alamatnya; sumber ditanya lagi dengan sendirinya. Yang sudah dimuat tetap dapat dibaca.</translation>
    </message>
    <message>
        <source>The source at {url} could not answer (HTTP {status}{said}). It is asked again by itself; if this goes on, tell whoever runs it.</source>
        <translation>Sumber di {url} tidak dapat menjawab (HTTP {status}{said}). Sumber ditanya lagi dengan sendirinya; jika ini berlanjut, beri tahu pengelolanya.</translation>
    </message>
    <message>
        <source>The source at {url} did not come to the end of an answer within {limit_s} seconds. Nothing of it was taken over; it is asked again by itself. If this goes on, tell whoever runs it.</source>
        <translation>Sumber di {url} tidak menyelesaikan jawaban dalam {limit_s} detik. Tidak ada yang diambil darinya; sumber ditanya lagi dengan sendirinya. Jika ini berlanjut, beri tahu pengelolanya.</translation>
    </message>
    <message>
        <source>The source at {url} refused the question (HTTP {status}{said}). Check the address given with --source; it is asked again by itself.</source>
        <translation>Sumber di {url} menolak pertanyaan (HTTP {status}{said}). Periksa alamat yang diberikan dengan --source; sumber ditanya lagi dengan sendirinya.</translation>
    </message>
    <message>
        <source>The source at {url} said nothing for {waited_s} seconds. The network or the server may be overloaded; it is asked again by itself.</source>
        <translation>Sumber di {url} diam selama {waited_s} detik. Jaringan atau server mungkin terlalu sibuk; sumber ditanya lagi dengan sendirinya.</translation>
    </message>
    <message>
        <source>The source at {url} sent more than {limit_mb} MB at once. Nothing of it was taken over; it is asked again by itself.</source>
        <translation>Sumber di {url} mengirim lebih dari {limit_mb} MB sekaligus. Tidak ada yang diambil darinya; sumber ditanya lagi dengan sendirinya.</translation>
    </message>
    <message>
        <source>The store at {url} asks for a token and this desktop has none. Put one into the keyring or into COMMANDCENTER_TOKEN, then try again. What was loaded before stays readable.</source>
        <translation>Pusat di {url} meminta token dan komputer ini tidak punya. Simpan token di gantungan kunci atau di COMMANDCENTER_TOKEN, lalu coba lagi. Yang sudah dimuat tetap dapat dibaca.</translation>
    </message>
    <message>
        <source>The store at {url} can&apos;t be reached ({reason}). Check the network and whether the store is running; it is tried again by itself, and acts made meanwhile are kept and sent then.</source>
        <translation>Pusat di {url} tidak dapat dihubungi ({reason}). Periksa jaringan dan apakah pusat berjalan; sambungan dicoba lagi dengan sendirinya, dan tindakan sementara itu disimpan lalu dikirim.</translation>
    </message>
    <message>
        <source>The store at {url} can&apos;t continue from where this desktop stopped; everything is loaded anew.</source>
        <translation>Pusat di {url} tidak dapat melanjutkan dari tempat komputer ini berhenti; semuanya dimuat ulang.</translation>
    </message>
    <message>
        <source>The store at {url} could not answer (HTTP {status}{said}). Its log says more; it is tried again by itself.</source>
        <translation>Pusat di {url} tidak dapat menjawab (HTTP {status}{said}). Catatannya menjelaskan lebih lanjut; dicoba lagi dengan sendirinya.</translation>
    </message>
    <message>
        <source>The store at {url} does not know this desktop&apos;s token. Check that it was entered whole, or ask the administrator for a new one, then try again. What was loaded before stays readable; acts are kept.</source>
        <translation>Pusat di {url} tidak mengenal token komputer ini. Periksa apakah token dimasukkan utuh, atau minta yang baru kepada administrator, lalu coba lagi. Yang sudah dimuat tetap dapat dibaca; tindakan disimpan.</translation>
    </message>
    <message>
        <source>The store at {url} ended the connection at once. If this goes on, look whether something between desktop and store cuts long connections; it is tried again by itself.</source>
        <translation>Pusat di {url} langsung memutus sambungan. Bila terus terjadi, periksa apakah ada yang memutus sambungan panjang antara komputer ini dan pusat; dicoba lagi dengan sendirinya.</translation>
    </message>
    <message>
        <source>The store at {url} said nothing for {waited_s} seconds. The network or the store may be overloaded; it is tried again by itself.</source>
        <translation>Pusat di {url} diam selama {waited_s} detik. Mungkin jaringan atau pusat terlalu sibuk; dicoba lagi dengan sendirinya.</translation>
    </message>
    <message>
        <source>The store sent a {entity} that this version does not understand ({reason}). What is shown stays as it was. Install the version of commandcenter that belongs to the store.</source>
        <translation>Pusat mengirim {entity} yang tidak dipahami versi ini ({reason}). Yang tampak tetap seperti terakhir. Pasang versi commandcenter yang sesuai dengan pusat.</translation>
    </message>
    <message>
        <source>The synchronisation stopped through a fault in the program ({what}). What is shown ages from now on; nothing accepted is lost. Restart the program and pass the log on.</source>
        <translation>Penyelarasan berhenti karena kesalahan program ({what}). Yang tampak mulai menua; yang sudah diterima tidak hilang. Buka lagi program ini dan teruskan catatannya.</translation>
    </message>
    <message>
        <source>The texts for the language &apos;{language}&apos; are missing ({path}). Run ./run --setup, or choose another language.</source>
        <translation>Teks untuk bahasa &apos;{language}&apos; tidak ada ({path}). Jalankan ./run --setup, atau pilih bahasa lain.</translation>
    </message>
    <message>
        <source>The tiles in {file} are not packed as the archive says, so that none can be read. Have it made again. The map stays as it was.</source>
        <translation>Ubin peta dalam {file} tidak dikemas seperti yang dinyatakan arsipnya, sehingga tidak satu pun dapat dibaca. Mintalah agar dibuat ulang. Peta tetap seperti semula.</translation>
    </message>
    <message>
        <source>The tiles in {file} are of a kind that can&apos;t be drawn. Vector tiles (MVT) and pictures as PNG, JPEG or WebP can. The map stays as it was.</source>
        <translation>Ubin peta dalam {file} dari jenis yang tidak dapat digambar. Yang dapat: ubin vektor (MVT) serta gambar PNG, JPEG, atau WebP. Peta tetap seperti semula.</translation>
    </message>
    <message>
        <source>The token file {file} can&apos;t be read ({reason}). Check its name and its permissions.</source>
        <translation>Berkas token {file} tidak terbaca ({reason}). Periksa nama dan izinnya.</translation>
    </message>
    <message>
        <source>The token for {url} does not allow this ({what}). Ask the administrator for a token with another role.</source>
        <translation>Token untuk {url} tidak mengizinkan ini ({what}). Minta token dengan peran lain kepada administrator.</translation>
    </message>
    <message>
        <source>The vector tiles in {file} hold no layer that is known here (theirs: {layers}). Choose an archive in the scheme of Protomaps or OpenMapTiles. The map stays as it was.</source>
        <translation>Ubin vektor dalam {file} tidak memuat lapisan yang dikenal di sini (isinya: {layers}). Pilih arsip berskema Protomaps atau OpenMapTiles. Peta tetap seperti semula.</translation>
    </message>
    <message>
        <source>The web pages have not been built: {path} is missing. Run ./run --setup in the checkout, then try again.</source>
        <translation>Halaman web belum dibuat: {path} tidak ada. Jalankan ./run --setup, lalu coba lagi.</translation>
    </message>
    <message>
        <source>There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). Start it from a desktop session, or ask for a picture: --screenshot FILE works without a display.</source>
        <translation>Tidak ada layar untuk membuka jendela (DISPLAY dan WAYLAND_DISPLAY tidak disetel). Jalankan dari sesi desktop, atau minta gambar: --screenshot BERKAS berjalan tanpa layar.</translation>
    </message>
    <message>
        <source>There is no mirror at {path} yet. Start the workstation once and let it load.</source>
        <translation>Belum ada salinan di {path}. Jalankan meja kerja sekali dan biarkan memuat data.</translation>
    </message>
    <message>
        <source>There is no room for the file {file} on its disk. Make room or choose another disk, then export again. What was begun has been removed.</source>
        <translation>Tidak ada ruang untuk berkas {file} di disknya. Kosongkan ruang atau pilih disk lain, lalu ekspor lagi. Yang sudah dimulai telah dihapus.</translation>
    </message>
    <message>
        <source>This desktop&apos;s token for {url} has expired. Sign in again or ask the administrator for a new one, then try again. What was loaded before stays readable; acts are kept.</source>
        <translation>Token meja ini untuk {url} sudah kedaluwarsa. Masuk lagi atau minta yang baru kepada administrator, lalu coba lagi. Yang sudah dimuat tetap terbaca; tindakan disimpan.</translation>
    </message>
    <message>
        <source>This desktop&apos;s token for {url} was revoked. Ask the administrator for a new one, then try again. What was loaded before stays readable; acts are kept.</source>
        <translation>Token komputer ini untuk {url} sudah dicabut. Minta yang baru kepada administrator, lalu coba lagi. Yang sudah dimuat tetap dapat dibaca; tindakan disimpan.</translation>
    </message>
    <message>
        <source>This filter was written by a newer version of this program (form {version}; this one reads up to {known}). Update this program, or ask for an export from the older one.</source>
        <translation>Saringan ini ditulis oleh versi program yang lebih baru (bentuk {version}; yang ini membaca sampai {known}). Perbarui program ini, atau minta ekspor dari versi lama.</translation>
    </message>
    <message>
        <source>This is not a filter that can be read: {reason}. Nothing was changed; ask whoever sent it to export it anew.</source>
        <translation>Ini bukan saringan yang dapat dibaca: {reason}. Tidak ada yang diubah; minta pengirimnya mengekspor ulang.</translation>
    </message>
    <message>
        <source>This machine&apos;s copy of the reports is damaged. Close this window and start again: the copy is then fetched from the store anew. Acts that were not sent yet are kept.</source>
        <translation>Salinan laporan di komputer ini rusak. Tutup jendela ini lalu jalankan lagi: salinannya akan diambil ulang dari pusat. Tindakan yang belum terkirim tetap tersimpan.</translation>
    </message>
    <message>
        <source>This window only reads from {source}: acts can&apos;t be sent there, and nothing was kept. Act in the system that the reports come from.</source>
        <translation>Jendela ini hanya membaca dari {source}: tindakan tidak dapat dikirim ke sana dan tidak ada yang disimpan. Bertindaklah di sistem asal laporan.</translation>
    </message>
    <message>
        <source>What answers at {url} is no store of this program (HTTP {status}). Check the address given with --store or in COMMANDCENTER_STORE_URL.</source>
        <translation>Yang menjawab di {url} bukan pusat program ini (HTTP {status}). Periksa alamat pada --store atau COMMANDCENTER_STORE_URL.</translation>
    </message>
    <message>
        <source>What the source at {url} answers can&apos;t be read ({reason}). Nothing of it was taken over; it is asked again by itself. If this goes on, check the address given with --source, or tell whoever runs the server.</source>
        <translation>Jawaban sumber di {url} tidak dapat dibaca ({reason}). Tidak ada yang diambil darinya; sumber ditanya lagi dengan sendirinya. Jika ini berlanjut, periksa alamat yang diberikan dengan --source, atau beri tahu pengelola servernya.</translation>
    </message>
    <message>
        <source>What the store sent could not be written to {file} ({reason}). What is shown stays as it was and ages. Make room on the disk; it is tried again by itself.</source>
        <translation>Kiriman pusat tidak dapat ditulis ke {file} ({reason}). Yang tampak tetap seperti terakhir dan mulai menua. Kosongkan ruang pada disk; dicoba lagi dengan sendirinya.</translation>
    </message>
    <message>
        <source>{file} is neither a PMTiles nor an MBTiles archive. Choose one of those. The map stays as it was.</source>
        <translation>{file} bukan arsip PMTiles maupun MBTiles. Pilih salah satu jenis itu. Peta tetap seperti semula.</translation>
    </message>
    <message>
        <source>{path} can&apos;t be laid over the map: {what}. What can be shown: a GeoJSON FeatureCollection, a GeoPackage, a Shapefile (.shp with .shx, .dbf and .prj beside it), or a .zip with one of them.</source>
        <translation>{path} tidak dapat ditampilkan di peta: {what}. Yang dapat ditampilkan: FeatureCollection GeoJSON, GeoPackage, Shapefile (.shp beserta .shx, .dbf, dan .prj di sampingnya), atau .zip berisi salah satunya.</translation>
    </message>
    <message>
        <source>{path} can&apos;t be read as areas: {what}. What can be read: a GeoJSON FeatureCollection, a GeoPackage, a Shapefile (.shp with .shx, .dbf and .prj beside it), or a .zip with one of them.</source>
        <translation>{path} tidak dapat dibaca sebagai wilayah: {what}. Yang dapat dibaca: FeatureCollection GeoJSON, GeoPackage, Shapefile (.shp beserta .shx, .dbf, dan .prj di sampingnya), atau .zip berisi salah satunya.</translation>
    </message>
    <message>
        <source>{path} gives no numbers of people by area: {what}. A CSV file with a heading line is needed, with the areas&apos; codes in a column named code or kode, and people in one named population or penduduk.</source>
        <translation>{path} tidak memuat jumlah penduduk per wilayah: {what}. Diperlukan berkas CSV dengan baris judul, kode wilayah dalam kolom code atau kode, dan jumlah penduduk dalam kolom population atau penduduk.</translation>
    </message>
    <message>
        <source>{path} holds several layers: {parts}. Choose one of them.</source>
        <translation>{path} memuat beberapa lapisan: {parts}. Pilih salah satu.</translation>
    </message>
    <message>
        <source>{path} holds these layers: {layers}. Say which one to read with --layer.</source>
        <translation>{path} memuat lapisan ini: {layers}. Sebutkan yang mana dengan --layer.</translation>
    </message>
    <message>
        <source>{path} is too large for the map: {size} million bytes; up to {limit} million can be shown.</source>
        <translation>{path} terlalu besar untuk peta: {size} juta bita; paling banyak {limit} juta yang dapat ditampilkan.</translation>
    </message>
    <message>
        <source>{path}: {what}. Say which coordinate system it is in with --crs, such as --crs EPSG:32748.</source>
        <translation>{path}: {what}. Sebutkan sistem koordinatnya dengan --crs, misalnya --crs EPSG:32748.</translation>
    </message>
    <message>
        <source>{text!r} is no feed position; one looks like 4f2a91c07b3d.1290. Take the snapshot again.</source>
        <translation>{text!r} bukan posisi umpan; contohnya 4f2a91c07b3d.1290. Ambil lagi salinan penuh.</translation>
    </message>
    <message>
        <source>{text} is no source. Give one such as open311:https://city.example.org/open311/v2 or qlue:https://city.example.org/feed.php?category=ic_2flod with --source.</source>
        <translation>{text} bukan sumber. Berikan misalnya open311:https://city.example.org/open311/v2 atau qlue:https://city.example.org/feed.php?category=ic_2flod dengan --source.</translation>
    </message>
    <message>
        <source>{url} is no address of a store. Give one such as https://store.example.org with --store.</source>
        <translation>{url} bukan alamat pusat. Beri alamat seperti https://store.example.org dengan --store.</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Area</source>
        <translation>Wilayah</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategori</translation>
    </message>
    <message>
        <source>Search number, text, place  (Ctrl+F)</source>
        <translation>Cari nomor, isi, tempat  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search in the reports</source>
        <translation>Cari dalam laporan</translation>
    </message>
    <message>
        <source>Outside all areas</source>
        <translation>Di luar semua wilayah</translation>
    </message>
    <message>
        <source>The text of older reports is still being read in; a search finds more in a moment.</source>
        <translation>Isi laporan lama masih dimuat; sebentar lagi pencarian akan menemukan lebih banyak.</translation>
    </message>
</context>
<context>
    <name>Freshness</name>
    <message>
        <source>loading · {rows} reports</source>
        <translation>memuat · {rows} laporan</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>memulai</translation>
    </message>
    <message>
        <source>ACCESS REFUSED</source>
        <translation>AKSES DITOLAK</translation>
    </message>
    <message>
        <source>UPDATING STOPPED</source>
        <translation>PEMBARUAN BERHENTI</translation>
    </message>
    <message>
        <source>offline · no data yet</source>
        <translation>luring · belum ada data</translation>
    </message>
    <message>
        <source>DATA {age} OLD</source>
        <translation>DATA {age} LALU</translation>
    </message>
    <message>
        <source>offline since {moment}</source>
        <translation>luring sejak {moment}</translation>
    </message>
    <message>
        <source>catching up · {age}</source>
        <translation>mengejar · {age}</translation>
    </message>
    <message>
        <source>live {seconds} s</source>
        <translation>langsung {seconds} dtk</translation>
    </message>
    <message>
        <source>The store refuses this workstation&apos;s access. What is shown stays as it was. Ask the administrator for a new token and start again.</source>
        <translation>Pusat menolak akses komputer ini. Yang tampak tetap seperti terakhir. Minta token baru kepada administrator, lalu buka lagi program ini.</translation>
    </message>
    <message>
        <source>Updating has stopped through a fault of the program. Close this window and start again; acts that were not sent yet are kept.</source>
        <translation>Pembaruan berhenti karena kesalahan program. Tutup jendela ini lalu jalankan lagi; tindakan yang belum terkirim tetap tersimpan.</translation>
    </message>
    <message>
        <source>The store can&apos;t be reached. You can go on working: acts are kept and sent as soon as it is back.</source>
        <translation>Pusat tidak dapat dihubungi. Anda tetap dapat bekerja: tindakan disimpan dan dikirim begitu pusat tersambung lagi.</translation>
    </message>
    <message>
        <source>What is shown is old: nothing new has come from the store. Ask by phone before you act on it.</source>
        <translation>Yang tampak sudah lama: tidak ada kabar baru dari pusat. Tanyakan lewat telepon sebelum bertindak.</translation>
    </message>
</context>
<context>
    <name>GoTo</name>
    <message>
        <source>Area, address, report number or -6.2, 106.8</source>
        <translation>Wilayah, alamat, nomor laporan, atau -6,2 106,8</translation>
    </message>
    <message>
        <source>Go to a place, address or report</source>
        <translation>Pergi ke tempat, alamat, atau laporan</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>Tempat yang ditemukan</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Tidak ada yang ditemukan</translation>
    </message>
</context>
<context>
    <name>HoursChart</name>
    <message>
        <source>Reports over time</source>
        <translation>Laporan menurut waktu</translation>
    </message>
    <message>
        <source>{start} – {end}: {shown} of {all}</source>
        <translation>{start} – {end}: {shown} dari {all}</translation>
    </message>
    <message>
        <source>Reports per {step}, WIB</source>
        <translation>Laporan per {step}, WIB</translation>
    </message>
    <message>
        <source>n {shown} of {all}</source>
        <translation>n {shown} dari {all}</translation>
    </message>
    <message>
        <source>No reports in this period.</source>
        <translation>Tidak ada laporan dalam kurun ini.</translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>Keys</source>
        <translation>Tombol</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>previous and next row, in the queue</source>
        <translation>baris sebelum dan sesudahnya, dalam antrean</translation>
    </message>
    <message>
        <source>let the chosen report go; clear the brush of the chart</source>
        <translation>lepaskan laporan yang dipilih; hapus rentang pada grafik</translation>
    </message>
    <message>
        <source>move and choose a range, in the chart</source>
        <translation>berpindah dan memilih rentang, pada grafik</translation>
    </message>
    <message>
        <source>to the next and the previous part of the window</source>
        <translation>ke bagian jendela berikut dan sebelumnya</translation>
    </message>
    <message>
        <source>next report</source>
        <translation>laporan berikut</translation>
    </message>
    <message>
        <source>previous report</source>
        <translation>laporan sebelumnya</translation>
    </message>
    <message>
        <source>open the chosen report</source>
        <translation>buka laporan yang dipilih</translation>
    </message>
    <message>
        <source>take the chosen report on</source>
        <translation>ambil laporan yang dipilih</translation>
    </message>
    <message>
        <source>send the chosen report to a crew</source>
        <translation>kirim laporan terpilih ke regu</translation>
    </message>
    <message>
        <source>show new arrivals</source>
        <translation>tampilkan yang baru masuk</translation>
    </message>
    <message>
        <source>arrange the columns of the queue</source>
        <translation>atur kolom antrean</translation>
    </message>
    <message>
        <source>copy the chosen rows</source>
        <translation>salin baris yang dipilih</translation>
    </message>
    <message>
        <source>export the rows that are shown</source>
        <translation>ekspor baris yang ditampilkan</translation>
    </message>
    <message>
        <source>search</source>
        <translation>cari</translation>
    </message>
    <message>
        <source>show the past, or return from it</source>
        <translation>tampilkan masa lalu, atau kembali</translation>
    </message>
    <message>
        <source>put the newest message away</source>
        <translation>singkirkan pesan terbaru</translation>
    </message>
    <message>
        <source>show these keys</source>
        <translation>tampilkan daftar tombol ini</translation>
    </message>
    <message>
        <source>go to a place, address or report number</source>
        <translation>pergi ke tempat, alamat, atau nomor laporan</translation>
    </message>
</context>
<context>
    <name>LayerDialog</name>
    <message>
        <source>Map layers</source>
        <translation>Lapisan peta</translation>
    </message>
    <message>
        <source>There are as many files on the map as it takes. Remove one first.</source>
        <translation>Peta sudah memuat berkas sebanyak mungkin. Hapus satu dahulu.</translation>
    </message>
    <message>
        <source>There are as many servers on the map as it takes. Remove one first.</source>
        <translation>Jumlah server di peta sudah mencapai batas. Hapus satu dahulu.</translation>
    </message>
    <message>
        <source>Asking {name}…</source>
        <translation>Menghubungi {name}…</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Naikkan</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Turunkan</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>Tambah berkas…</translation>
    </message>
    <message>
        <source>Add a server…</source>
        <translation>Tambah server…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Choose a table…</source>
        <translation>Pilih tabel…</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Kepekatan</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Warna</translation>
    </message>
    <message>
        <source>Line width</source>
        <translation>Tebal garis</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Angka</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>Wilayah</translation>
    </message>
    <message>
        <source>People by area</source>
        <translation>Penduduk per wilayah</translation>
    </message>
    <message>
        <source>Places and shapes</source>
        <translation>Titik dan bentuk</translation>
    </message>
    <message>
        <source>Add a file to the map</source>
        <translation>Tambah berkas ke peta</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabel</translation>
    </message>
    <message>
        <source>Table of people by area</source>
        <translation>Tabel penduduk per wilayah</translation>
    </message>
    <message>
        <source>{name}: {count} shapes</source>
        <translation>{name}: {count} bentuk</translation>
    </message>
    <message>
        <source>, drawn coarser than they are in the file</source>
        <translation>, digambar lebih kasar daripada dalam berkas</translation>
    </message>
    <message>
        <source>Layers of a file</source>
        <translation>Lapisan dalam berkas</translation>
    </message>
    <message>
        <source>Which layer?</source>
        <translation>Lapisan yang mana?</translation>
    </message>
    <message>
        <source>{name} is on the map.</source>
        <translation>{name} tampil di peta.</translation>
    </message>
    <message>
        <source>This computer has no place for keys: the key is forgotten when the program ends.</source>
        <translation>Komputer ini tidak punya tempat menyimpan kunci: kunci dilupakan saat program ditutup.</translation>
    </message>
</context>
<context>
    <name>ManageDialog</name>
    <message>
        <source>Saved filters</source>
        <translation>Saringan tersimpan</translation>
    </message>
    <message>
        <source>Saved filters; a tick shows one as a tab of the queue</source>
        <translation>Saringan tersimpan; centang menampilkannya sebagai tab antrean</translation>
    </message>
    <message>
        <source>Exported to {path}</source>
        <translation>Diekspor ke {path}</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Pakai</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Naik</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Turun</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Ganti nama</translation>
    </message>
    <message>
        <source>Replace by the present filter</source>
        <translation>Ganti dengan saringan sekarang</translation>
    </message>
    <message>
        <source>Export to file…</source>
        <translation>Ekspor ke berkas…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Hapus</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Kembalikan</translation>
    </message>
    <message>
        <source>Import from file…</source>
        <translation>Impor dari berkas…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Tutup</translation>
    </message>
    <message>
        <source>Tick a filter to show it as a tab of the queue.</source>
        <translation>Centang saringan untuk menampilkannya sebagai tab antrean.</translation>
    </message>
    <message>
        <source>“{name}” was deleted.</source>
        <translation>“{name}” dihapus.</translation>
    </message>
    <message>
        <source>Export a filter</source>
        <translation>Ekspor saringan</translation>
    </message>
    <message>
        <source>Filters (*{ending})</source>
        <translation>Saringan (*{ending})</translation>
    </message>
</context>
<context>
    <name>MapLayers</name>
    <message>
        <source>Density of reports</source>
        <translation>Kepadatan laporan</translation>
    </message>
    <message>
        <source>n = {count} in view and around it; each spread over {reach} pixels</source>
        <translation>n = {count} di tampilan dan sekitarnya; masing-masing disebar {reach} piksel</translation>
    </message>
    <message>
        <source>not known, or too few</source>
        <translation>tidak diketahui atau terlalu sedikit</translation>
    </message>
    <message>
        <source>Names of areas</source>
        <translation>Nama wilayah</translation>
    </message>
    <message>
        <source>Figure by area</source>
        <translation>Angka per wilayah</translation>
    </message>
    <message>
        <source>Crews by area</source>
        <translation>Regu per wilayah</translation>
    </message>
    <message>
        <source>Water gauges</source>
        <translation>Pos duga air</translation>
    </message>
    <message>
        <source>Facilities and beds</source>
        <translation>Fasilitas dan tempat tidur</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Laporan</translation>
    </message>
    <message>
        <source>Open reports</source>
        <translation>Laporan terbuka</translation>
    </message>
    <message>
        <source>Share of open reports that are overdue</source>
        <translation>Bagian laporan terbuka yang lewat waktu</translation>
    </message>
    <message>
        <source>Reports received</source>
        <translation>Laporan masuk</translation>
    </message>
    <message>
        <source>Median time to first response</source>
        <translation>Median waktu tanggapan pertama</translation>
    </message>
    <message>
        <source>Reports received per 1,000 people</source>
        <translation>Laporan masuk per 1.000 penduduk</translation>
    </message>
    <message>
        <source>No population known: choose a table of people by area.</source>
        <translation>Jumlah penduduk tidak diketahui: pilih tabel penduduk per wilayah.</translation>
    </message>
    <message>
        <source>Of the reports that pass the filter, n = {count}. Hatched: fewer than {least} of them.</source>
        <translation>Dari laporan yang lolos saringan, n = {count}. Arsiran: kurang dari {least} laporan.</translation>
    </message>
    <message>
        <source>Of the reports that pass the filter, n = {count}. Classes hold about equally many areas.</source>
        <translation>Dari laporan yang lolos saringan, n = {count}. Tiap kelas memuat kira-kira sama banyak wilayah.</translation>
    </message>
    <message>
        <source>{density} per km²</source>
        <translation>{density} per km²</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>Map of reports</source>
        <translation>Peta laporan</translation>
    </message>
    <message>
        <source>Arrow keys move the map, plus and minus zoom. N and Shift+N walk through the marks in view, Enter opens one, Escape leaves it.</source>
        <translation>Tombol panah menggeser peta, plus dan minus memperbesar dan memperkecil. N dan Shift+N berpindah antar tanda yang tampak, Enter membuka, Escape melepaskan.</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Perbesar</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Perkecil</translation>
    </message>
    <message>
        <source>{count} reports</source>
        <translation>{count} laporan</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>lewat waktu</translation>
    </message>
    <message>
        <source>An act is still being sent</source>
        <translation>Tindakan masih dikirim</translation>
    </message>
    <message>
        <source>approximate borders</source>
        <translation>batas perkiraan</translation>
    </message>
    <message>
        <source>N</source>
        <comment>behind a latitude</comment>
        <translation>U</translation>
    </message>
    <message>
        <source>S</source>
        <comment>behind a latitude</comment>
        <translation>S</translation>
    </message>
    <message>
        <source>E</source>
        <comment>behind a longitude</comment>
        <translation>T</translation>
    </message>
    <message>
        <source>W</source>
        <comment>behind a longitude</comment>
        <translation>B</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>Keterangan</translation>
    </message>
    <message>
        <source>ring: share of each state</source>
        <translation>cincin: bagian tiap status</translation>
    </message>
    <message>
        <source>Click corners, end with a double click or Enter. Shift and drag for a rectangle. Esc cancels.</source>
        <translation>Klik sudut-sudutnya, akhiri dengan klik ganda atau Enter. Shift sambil menyeret untuk persegi. Esc membatalkan.</translation>
    </message>
    <message>
        <source>Click places along what is to be measured. Esc ends.</source>
        <translation>Klik titik-titik yang akan diukur. Esc mengakhiri.</translation>
    </message>
    <message>
        <source>Length {length}</source>
        <translation>Panjang {length}</translation>
    </message>
    <message>
        <source>Length {length} · area inside {area}</source>
        <translation>Panjang {length} · luas di dalamnya {area}</translation>
    </message>
    <message>
        <source>The area borders could not be read; marks are right without them.</source>
        <translation>Batas wilayah tidak terbaca; tanda laporan tetap benar tanpanya.</translation>
    </message>
    <message>
        <source>The base map can&apos;t be had at the moment; marks are right without it.</source>
        <translation>Peta dasar sedang tidak dapat diambil; tanda-tanda tetap benar tanpanya.</translation>
    </message>
</context>
<context>
    <name>MapPanel</name>
    <message>
        <source>Save the map</source>
        <translation>Simpan peta</translation>
    </message>
    <message>
        <source>Print the map</source>
        <translation>Cetak peta</translation>
    </message>
    <message>
        <source>The printer did not take the map.</source>
        <translation>Pencetak tidak menerima peta.</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Lapisan</translation>
    </message>
    <message>
        <source>Draw an area that filters</source>
        <translation>Gambar wilayah penyaring</translation>
    </message>
    <message>
        <source>Measure length and area</source>
        <translation>Ukur panjang dan luas</translation>
    </message>
    <message>
        <source>Go to… (Ctrl+G)</source>
        <translation>Pergi ke… (Ctrl+G)</translation>
    </message>
    <message>
        <source>Save the map as a picture</source>
        <translation>Simpan peta sebagai gambar</translation>
    </message>
    <message>
        <source>Go to…</source>
        <translation>Pergi ke…</translation>
    </message>
    <message>
        <source>{shown} of {all} reports</source>
        <translation>{shown} dari {all} laporan</translation>
    </message>
    <message>
        <source>Map as of {moment}.</source>
        <translation>Peta per {moment}.</translation>
    </message>
    <message>
        <source>THE PAST: the map as it was known on {moment}.</source>
        <translation>MASA LALU: peta seperti yang diketahui pada {moment}.</translation>
    </message>
    <message>
        <source>SIMULATED DATA</source>
        <translation>DATA SIMULASI</translation>
    </message>
    <message>
        <source>PARTLY SIMULATED DATA</source>
        <translation>SEBAGIAN DATA SIMULASI</translation>
    </message>
</context>
<context>
    <name>MapPoints</name>
    <message>
        <source>off</source>
        <translation>libur</translation>
    </message>
    <message>
        <source>available</source>
        <translation>siap</translation>
    </message>
    <message>
        <source>assigned</source>
        <translation>ditugaskan</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>menuju lokasi</translation>
    </message>
    <message>
        <source>on site</source>
        <translation>di lokasi</translation>
    </message>
    <message>
        <source>returning</source>
        <translation>kembali</translation>
    </message>
    <message>
        <source>unavailable</source>
        <translation>tidak dapat ditugaskan</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>stage unknown</source>
        <translation>siaga tidak diketahui</translation>
    </message>
    <message>
        <source>alert stage {stage}</source>
        <translation>siaga {stage}</translation>
    </message>
    <message>
        <source>{level} cm</source>
        <translation>{level} cm</translation>
    </message>
    <message>
        <source>never measured</source>
        <translation>belum pernah diukur</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>simulasi</translation>
    </message>
    <message>
        <source>{name}: {free} free</source>
        <translation>{name}: {free} kosong</translation>
    </message>
    <message>
        <source>{area}: {count} crews</source>
        <translation>{area}: {count} regu</translation>
    </message>
    <message>
        <source>{when}, out of date</source>
        <translation>{when}, sudah lama</translation>
    </message>
</context>
<context>
    <name>MapSources</name>
    <message>
        <source>Borders: the city&apos;s own areas</source>
        <translation>Batas: wilayah milik kota sendiri</translation>
    </message>
    <message>
        <source> (approximate)</source>
        <translation> (perkiraan)</translation>
    </message>
    <message>
        <source>Base map: {owner}</source>
        <translation>Peta dasar: {owner}</translation>
    </message>
    <message>
        <source>File: {name}</source>
        <translation>Berkas: {name}</translation>
    </message>
    <message>
        <source>{layer}: the city&apos;s store</source>
        <translation>{layer}: basis data kota</translation>
    </message>
    <message>
        <source>Sources: {parts}.</source>
        <translation>Sumber: {parts}.</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map of reports</source>
        <translation>Peta laporan</translation>
    </message>
    <message>
        <source>The map could not be loaded: its files are missing or damaged ({folder}). Run ./run --setup, then load the map again.</source>
        <translation>Peta tidak dapat dimuat: berkasnya hilang atau rusak ({folder}). Jalankan ./run --setup, lalu muat ulang peta.</translation>
    </message>
    <message>
        <source>The map was loaded but does not answer. Load it again; if that does not help, run ./run --setup and start the program anew.</source>
        <translation>Peta sudah dimuat tetapi tidak menjawab. Muat ulang; bila tidak membantu, jalankan ./run --setup dan buka lagi program ini.</translation>
    </message>
    <message>
        <source>The map&apos;s files belong to another version of this program. Run ./run --setup, then load the map again.</source>
        <translation>Berkas peta berasal dari versi lain program ini. Jalankan ./run --setup, lalu muat ulang peta.</translation>
    </message>
    <message>
        <source>The map stopped several times in a row. The rest of this window goes on working; load the map again, or start the program anew.</source>
        <translation>Peta berhenti beberapa kali berturut-turut. Bagian lain jendela ini tetap bekerja; muat ulang peta, atau buka lagi program ini.</translation>
    </message>
    <message>
        <source>The map stopped and is being loaded again. Nothing else is affected.</source>
        <translation>Peta berhenti dan sedang dimuat ulang. Bagian lain tidak terganggu.</translation>
    </message>
</context>
<context>
    <name>MoreConditions</name>
    <message>
        <source>Agency</source>
        <translation>Instansi</translation>
    </message>
    <message>
        <source>Crew</source>
        <translation>Regu</translation>
    </message>
    <message>
        <source>Taken on by</source>
        <translation>Diambil oleh</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioritas</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>Insiden</translation>
    </message>
    <message>
        <source>Either</source>
        <translation>Apa saja</translation>
    </message>
    <message>
        <source>from any</source>
        <translation>tanpa batas</translation>
    </message>
    <message>
        <source>to any</source>
        <translation>tanpa batas</translation>
    </message>
    <message>
        <source>Late only</source>
        <translation>Hanya yang lewat waktu</translation>
    </message>
    <message>
        <source>Open only</source>
        <translation>Hanya yang masih terbuka</translation>
    </message>
    <message>
        <source>Taken on</source>
        <translation>Sudah diambil</translation>
    </message>
    <message>
        <source>By nobody yet</source>
        <translation>Belum oleh siapa pun</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>With a photo</source>
        <translation>Dengan foto</translation>
    </message>
    <message>
        <source>Without a photo</source>
        <translation>Tanpa foto</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lokasi</translation>
    </message>
    <message>
        <source>With a place</source>
        <translation>Dengan lokasi</translation>
    </message>
    <message>
        <source>Without a place</source>
        <translation>Tanpa lokasi</translation>
    </message>
    <message>
        <source>Supporters, at least</source>
        <translation>Dukungan, paling sedikit</translation>
    </message>
    <message>
        <source>any number</source>
        <translation>berapa pun</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umur</translation>
    </message>
    <message>
        <source>First response after</source>
        <translation>Tanggapan pertama setelah</translation>
    </message>
    <message>
        <source>Closed on</source>
        <translation>Ditutup tanggal</translation>
    </message>
    <message>
        <source>any day</source>
        <translation>hari apa saja</translation>
    </message>
    <message>
        <source>Remove all of these</source>
        <translation>Hapus semua syarat ini</translation>
    </message>
    <message>
        <source>The area&apos;s own office</source>
        <translation>Kantor wilayah sendiri</translation>
    </message>
    <message>
        <source>No crew</source>
        <translation>Tanpa regu</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Belum ada</translation>
    </message>
    <message>
        <source>No incident</source>
        <translation>Tanpa insiden</translation>
    </message>
    <message>
        <source>More conditions: {count}</source>
        <translation>Syarat lain: {count}</translation>
    </message>
    <message>
        <source>More conditions</source>
        <translation>Syarat lain</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Save this filter</source>
        <translation>Simpan saringan ini</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Simpan</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Name of the filter:</source>
        <translation>Nama saringan:</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Load the map again</source>
        <translation>Muat ulang peta</translation>
    </message>
</context>
<context>
    <name>OnlineDialog</name>
    <message>
        <source>Add a map from a server</source>
        <translation>Tambah peta dari server</translation>
    </message>
    <message>
        <source>Tiles (XYZ)</source>
        <translation>Ubin (XYZ)</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Tambah</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Batal</translation>
    </message>
    <message>
        <source>Give the map a name, and say whose it is in the words that its licence asks for.</source>
        <translation>Beri nama peta itu, dan sebutkan milik siapa dengan kata-kata yang diminta lisensinya.</translation>
    </message>
    <message>
        <source>Write {place} in the address where the key belongs, and the key into its own field.</source>
        <translation>Tulis {place} dalam alamat di tempat kunci, dan kuncinya di kolomnya sendiri.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nama</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Jenis</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Alamat</translation>
    </message>
    <message>
        <source>Whose map it is</source>
        <translation>Pemilik peta</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Kunci</translation>
    </message>
    <message>
        <source>Nearest zoom with tiles</source>
        <translation>Zum terdekat yang berubin</translation>
    </message>
</context>
<context>
    <name>Outlet</name>
    <message>
        <source>Choose a row first; with Shift or Ctrl several can be chosen.</source>
        <translation>Pilih satu baris dahulu; dengan Shift atau Ctrl dapat dipilih beberapa.</translation>
    </message>
    <message>
        <source>{rows} rows are too many for the clipboard, which takes {most}. Export them with Ctrl+E.</source>
        <translation>{rows} baris terlalu banyak untuk papan klip, yang memuat {most}. Ekspor dengan Ctrl+E.</translation>
    </message>
    <message>
        <source>There are no rows to export.</source>
        <translation>Tidak ada baris untuk diekspor.</translation>
    </message>
    <message>
        <source>reports</source>
        <translation>laporan</translation>
    </message>
    <message>
        <source>reports-as-known-on</source>
        <translation>laporan-yang-diketahui-pada</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied.</source>
        <translation>
            <numerusform>%n baris disalin.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PastBanner</name>
    <message>
        <source>THE PAST · {moment}</source>
        <translation>MASA LALU · {moment}</translation>
    </message>
    <message>
        <source>As it was known then. Nothing can be sent. Texts and support are those of today.</source>
        <translation>Seperti yang diketahui saat itu. Tidak ada yang dapat dikirim. Teks dan dukungan adalah yang sekarang.</translation>
    </message>
</context>
<context>
    <name>PeriodButton</name>
    <message>
        <source>Range from chart</source>
        <translation>Rentang dari grafik</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Rentang</translation>
    </message>
    <message>
        <source>Period: {words}</source>
        <translation>Kurun waktu: {words}</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>1 jam terakhir</translation>
    </message>
    <message>
        <source>Last 24 h</source>
        <translation>24 jam terakhir</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>7 hari terakhir</translation>
    </message>
    <message>
        <source>All times</source>
        <translation>Semua waktu</translation>
    </message>
</context>
<context>
    <name>PhotoFrame</name>
    <message>
        <source>The photo could not be loaded. Choose the report again to try once more.</source>
        <translation>Foto tidak dapat dimuat. Pilih laporan ini lagi untuk mencoba sekali lagi.</translation>
    </message>
    <message>
        <source>Loading the photo…</source>
        <translation>Memuat foto…</translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message>
        <source>After</source>
        <translation>Sesudah</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Sebelum</translation>
    </message>
    <message>
        <source>Photo: {caption}</source>
        <translation>Foto: {caption}</translation>
    </message>
</context>
<context>
    <name>Priority</name>
    <message>
        <source>Low</source>
        <translation>Rendah</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Biasa</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Tinggi</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Darurat</translation>
    </message>
</context>
<context>
    <name>ProvenanceMark</name>
    <message>
        <source>SIMULATED DATA</source>
        <translation>DATA SIMULASI</translation>
    </message>
    <message>
        <source>PARTLY SIMULATED DATA</source>
        <translation>SEBAGIAN DATA SIMULASI</translation>
    </message>
    <message>
        <source>{simulated} of {reports} reports were made up by the simulator: they never happened.</source>
        <translation>{simulated} dari {reports} laporan dibuat oleh simulator: tidak pernah terjadi.</translation>
    </message>
</context>
<context>
    <name>QueueColumn</name>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umur</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Tenggat</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategori</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Isi</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Wilayah</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nomor</translation>
    </message>
    <message>
        <source>Taken on by</source>
        <translation>Diambil oleh</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>Dukungan</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioritas</translation>
    </message>
    <message>
        <source>Agency</source>
        <translation>Instansi</translation>
    </message>
    <message>
        <source>First response</source>
        <translation>Tanggapan pertama</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Ditutup</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Perubahan terakhir</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Alamat</translation>
    </message>
    <message>
        <source>Crew</source>
        <translation>Regu</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>Insiden</translation>
    </message>
</context>
<context>
    <name>QueueExport</name>
    <message>
        <source>Reports</source>
        <translation>Laporan</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Keterangan</translation>
    </message>
    <message>
        <source>The past</source>
        <translation>Masa lalu</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>Simulasi</translation>
    </message>
    <message>
        <source>Reconstructed times</source>
        <translation>Waktu rekonstruksi</translation>
    </message>
    <message>
        <source>Border approximate</source>
        <translation>Batas perkiraan</translation>
    </message>
    <message>
        <source>Reports of the past</source>
        <translation>Laporan masa lalu</translation>
    </message>
    <message>
        <source>{column} (minutes)</source>
        <translation>{column} (menit)</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Longitude</source>
        <translation>Bujur</translation>
    </message>
    <message>
        <source>Latitude</source>
        <translation>Lintang</translation>
    </message>
    <message>
        <source>Reported at</source>
        <translation>Dilaporkan pada</translation>
    </message>
    <message>
        <source>First response at</source>
        <translation>Ditanggapi pada</translation>
    </message>
    <message>
        <source>First response due</source>
        <translation>Batas tanggapan pertama</translation>
    </message>
    <message>
        <source>Closing due</source>
        <translation>Batas penyelesaian</translation>
    </message>
    <message>
        <source>THE PAST: as it was known on {moment} and not as it is now. Texts and support are those of the export.</source>
        <translation>MASA LALU: seperti yang diketahui pada {moment} dan bukan keadaan sekarang. Teks dan dukungan menurut saat ekspor.</translation>
    </message>
    <message>
        <source>Exported at</source>
        <translation>Diekspor pada</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Baris</translation>
    </message>
    <message>
        <source>Data version</source>
        <translation>Versi data</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>In WIB (UTC+7), except in the GeoPackage, which holds them in UTC.</source>
        <translation>Dalam WIB (UTC+7), kecuali dalam GeoPackage, yang menyimpannya dalam UTC.</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Lokasi</translation>
    </message>
    <message>
        <source>Longitude and latitude in degrees, WGS 84 (EPSG:4326).</source>
        <translation>Bujur dan lintang dalam derajat, WGS 84 (EPSG:4326).</translation>
    </message>
    <message>
        <source>SIMULATED DATA: {simulated} of {rows} reports were made up by the simulator.</source>
        <translation>DATA SIMULASI: {simulated} dari {rows} laporan dibuat oleh simulator.</translation>
    </message>
    <message>
        <source>The times of {rebuilt} reports were reconstructed when they were imported.</source>
        <translation>Waktu {rebuilt} laporan direkonstruksi saat diimpor.</translation>
    </message>
    <message>
        <source>The borders of the areas of {rough} reports are approximate; so is the area that is named.</source>
        <translation>Batas wilayah {rough} laporan bersifat perkiraan; begitu pula wilayah yang disebut.</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ya</translation>
    </message>
</context>
<context>
    <name>QueueHeader</name>
    <message>
        <source>Columns of the queue; Shift-click adds one to the order</source>
        <translation>Kolom antrean; Shift-klik menambahkan kolom pada urutan</translation>
    </message>
    <message>
        <source>Sort upwards</source>
        <translation>Urutkan menaik</translation>
    </message>
    <message>
        <source>Sort downwards</source>
        <translation>Urutkan menurun</translation>
    </message>
    <message>
        <source>Add to the order	Shift-click</source>
        <translation>Tambahkan ke urutan	Shift+klik</translation>
    </message>
    <message>
        <source>Hide this column</source>
        <translation>Sembunyikan kolom ini</translation>
    </message>
    <message>
        <source>Arrange columns…	C</source>
        <translation>Atur kolom…	C</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Kembalikan kolom</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>No longer here</source>
        <translation>Tidak ada lagi</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>dijeda</translation>
    </message>
    <message>
        <source>Outside all areas</source>
        <translation>Di luar semua wilayah</translation>
    </message>
    <message>
        <source>Office of the area</source>
        <translation>Kantor wilayah</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ada</translation>
    </message>
    <message>
        <source>You · waiting to be sent</source>
        <translation>Anda · menunggu dikirim</translation>
    </message>
    <message>
        <source>(no text)</source>
        <translation>(tanpa isi)</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Queues</source>
        <translation>Antrean</translation>
    </message>
    <message>
        <source>Sorting…</source>
        <translation>Mengurutkan…</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Baru</translation>
    </message>
    <message>
        <source>Waiting, and nobody has taken it on</source>
        <translation>Menunggu, dan belum ada yang mengambil</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>Lewat</translation>
    </message>
    <message>
        <source>Open, and beyond the time of first response or closing</source>
        <translation>Terbuka, dan sudah lewat batas tanggapan pertama atau penutupan</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Milik saya</translation>
    </message>
    <message>
        <source>Open, and taken on by you</source>
        <translation>Terbuka, dan Anda yang mengambil</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Semua</translation>
    </message>
    <message>
        <source>Everything that the filter lets through</source>
        <translation>Semua yang lolos saringan</translation>
    </message>
    <message numerus="yes">
        <source>↑ %n new – show</source>
        <translation>
            <numerusform>↑ %n baru – tampilkan</numerusform>
        </translation>
    </message>
    <message>
        <source>Reports are being loaded…</source>
        <translation>Laporan sedang dimuat…</translation>
    </message>
    <message>
        <source>Nothing has been loaded yet. What is wrong and what to do stands above.</source>
        <translation>Belum ada yang dimuat. Penyebab dan caranya tertulis di atas.</translation>
    </message>
    <message>
        <source>No reports yet. New ones appear here by themselves as soon as somebody reports.</source>
        <translation>Belum ada laporan. Laporan baru muncul di sini dengan sendirinya begitu ada yang melapor.</translation>
    </message>
    <message>
        <source>Nothing is waiting. Every report has been taken on.</source>
        <translation>Tidak ada yang menunggu. Semua laporan sudah diambil.</translation>
    </message>
    <message>
        <source>Nothing is late.</source>
        <translation>Tidak ada yang lewat waktu.</translation>
    </message>
    <message>
        <source>You have not taken anything on. Choose a report under “New” and press V.</source>
        <translation>Anda belum mengambil laporan. Pilih laporan pada “Baru” lalu tekan V.</translation>
    </message>
    <message>
        <source>No report passes the filter. Remove one of the conditions above, or clear the filter.</source>
        <translation>Tidak ada laporan yang lolos saringan. Hapus salah satu syarat di atas, atau hapus semuanya.</translation>
    </message>
</context>
<context>
    <name>QueueTable</name>
    <message>
        <source>Queue of reports</source>
        <translation>Antrean laporan</translation>
    </message>
</context>
<context>
    <name>ReportPanel</name>
    <message>
        <source>No report chosen. Choose one in the queue or on the map; J and K step through the queue.</source>
        <translation>Belum ada laporan yang dipilih. Pilih pada antrean atau peta; J dan K berpindah dalam antrean.</translation>
    </message>
    <message>
        <source>This report is no longer here: it was removed, or it left your area.</source>
        <translation>Laporan ini tidak ada lagi di sini: dihapus, atau keluar dari wilayah Anda.</translation>
    </message>
    <message>
        <source>Take on  [V]</source>
        <translation>Ambil  [V]</translation>
    </message>
    <message>
        <source>To a crew  [A]</source>
        <translation>Ke regu  [A]</translation>
    </message>
    <message>
        <source>Say that you have read it and see to it</source>
        <translation>Nyatakan bahwa Anda sudah membacanya dan menanganinya</translation>
    </message>
    <message>
        <source>Sent to a crew by you – waiting to be sent</source>
        <translation>Anda kirim ke regu – menunggu dikirim</translation>
    </message>
    <message>
        <source>Taken on by you – waiting to be sent</source>
        <translation>Anda ambil – menunggu dikirim</translation>
    </message>
    <message>
        <source>Choose a crew of the report&apos;s area and send it the job</source>
        <translation>Pilih regu dari wilayah laporan dan kirimkan tugasnya</translation>
    </message>
    <message>
        <source>The past is shown: nothing can be sent. Return to now first (T).</source>
        <translation>Masa lalu sedang ditampilkan: tidak ada yang dapat dikirim. Kembali ke sekarang dahulu (T).</translation>
    </message>
</context>
<context>
    <name>ReportSheet</name>
    <message>
        <source>(no text)</source>
        <translation>(tanpa isi)</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Riwayat</translation>
    </message>
    <message>
        <source>SIMULATED</source>
        <translation>SIMULASI</translation>
    </message>
    <message>
        <source>closed {moment}</source>
        <translation>ditutup {moment}</translation>
    </message>
    <message>
        <source>first response: {due}</source>
        <translation>tanggapan: {due}</translation>
    </message>
    <message>
        <source>closing: {due}</source>
        <translation>penutupan: {due}</translation>
    </message>
    <message>
        <source>closing: paused</source>
        <translation>penutupan: dijeda</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>Dilaporkan</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lokasi</translation>
    </message>
    <message>
        <source>Outside all areas</source>
        <translation>Di luar semua wilayah</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Wilayah</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>seseorang</translation>
    </message>
    <message>
        <source>Taken on by</source>
        <translation>Diambil oleh</translation>
    </message>
    <message>
        <source>Agency</source>
        <translation>Instansi</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Saluran</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioritas</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>Dukungan</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>{moment} · {age} ago</source>
        <translation>{moment} · {age} lalu</translation>
    </message>
    <message>
        <source>Times were rebuilt from an imported file.</source>
        <translation>Waktu disusun ulang dari berkas impor.</translation>
    </message>
    <message>
        <source>No place given</source>
        <translation>Lokasi tidak disebut</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n foto</numerusform>
        </translation>
    </message>
    <message>
        <source>There is a photo at its source, not here.</source>
        <translation>Foto ada di sumber, tidak di sini.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Tidak ada</translation>
    </message>
</context>
<context>
    <name>SavedMenu</name>
    <message>
        <source>No saved filters yet</source>
        <translation>Belum ada saringan tersimpan</translation>
    </message>
    <message>
        <source>Save this filter…</source>
        <translation>Simpan saringan ini…</translation>
    </message>
    <message>
        <source>Import from file…</source>
        <translation>Impor dari berkas…</translation>
    </message>
    <message>
        <source>Manage…</source>
        <translation>Kelola…</translation>
    </message>
    <message>
        <source>Import a filter</source>
        <translation>Impor saringan</translation>
    </message>
    <message>
        <source>Filters (*{ending})</source>
        <translation>Saringan (*{ending})</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>Saringan tersimpan</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Tersimpan</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Waiting</source>
        <translation>Menunggu</translation>
    </message>
    <message>
        <source>Coordination</source>
        <translation>Koordinasi</translation>
    </message>
    <message>
        <source>Delegated</source>
        <translation>Disposisi</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>Proses</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>EWS</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Selesai</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Ditolak</translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation>Dibuka lagi</translation>
    </message>
</context>
<context>
    <name>TimeBar</name>
    <message>
        <source>Back to now</source>
        <translation>Kembali ke sekarang</translation>
    </message>
    <message>
        <source>{n}×</source>
        <translation>{n}×</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Kecepatan</translation>
    </message>
    <message>
        <source>How much faster than it happened</source>
        <translation>Berapa kali lebih cepat dari kejadiannya</translation>
    </message>
    <message>
        <source>dd MMM yyyy HH:mm</source>
        <translation>dd MMM yyyy HH.mm</translation>
    </message>
    <message>
        <source>Instant that is shown, WIB</source>
        <translation>Saat yang ditampilkan, WIB</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Waktu</translation>
    </message>
    <message>
        <source>Reading the past…</source>
        <translation>Membaca masa lalu…</translation>
    </message>
    <message>
        <source>There is no past yet: no report has come in.</source>
        <translation>Belum ada masa lalu: belum ada laporan yang masuk.</translation>
    </message>
    <message>
        <source>❚❚ Stop</source>
        <translation>❚❚ Berhenti</translation>
    </message>
    <message>
        <source>▶ Play</source>
        <translation>▶ Putar</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Reported</source>
        <translation>Dilaporkan</translation>
    </message>
    <message>
        <source>Taken on</source>
        <translation>Sudah diambil</translation>
    </message>
    <message>
        <source>Category changed</source>
        <translation>Kategori diubah</translation>
    </message>
    <message>
        <source>Place corrected</source>
        <translation>Lokasi diperbaiki</translation>
    </message>
    <message>
        <source>Priority changed</source>
        <translation>Prioritas diubah</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Catatan</translation>
    </message>
    <message>
        <source>Answer to the citizen</source>
        <translation>Jawaban kepada warga</translation>
    </message>
    <message>
        <source>Photo added</source>
        <translation>Foto ditambahkan</translation>
    </message>
    <message>
        <source>Publication decided</source>
        <translation>Publikasi diputuskan</translation>
    </message>
    <message>
        <source>Rated by a citizen</source>
        <translation>Dinilai warga</translation>
    </message>
    <message>
        <source>Joined to an incident</source>
        <translation>Digabungkan ke satu kejadian</translation>
    </message>
    <message>
        <source>Parted from its incident</source>
        <translation>Dilepas dari kejadiannya</translation>
    </message>
    <message>
        <source>Not answered in time, told the next office up</source>
        <translation>Tidak dijawab tepat waktu, diteruskan ke atasan</translation>
    </message>
    <message>
        <source>Crew</source>
        <translation>Regu</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Riwayat</translation>
    </message>
    <message>
        <source>No entries have arrived yet.</source>
        <translation>Belum ada riwayat yang masuk.</translation>
    </message>
    <message>
        <source>Time taken from an imported file</source>
        <translation>Waktu diambil dari berkas impor</translation>
    </message>
    <message>
        <source>The centre learnt of it at {moment}</source>
        <translation>Baru diketahui pusat pukul {moment}</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Window, layout and help</source>
        <translation>Jendela, tata letak, dan bantuan</translation>
    </message>
    <message>
        <source>read only · {source}</source>
        <translation>hanya baca · {source}</translation>
    </message>
    <message>
        <source>This window follows {source} and sends nothing there. Where {source} states no due times, those shown are this room&apos;s usual limits, not a promise of theirs.</source>
        <translation>Jendela ini mengikuti {source} dan tidak mengirim apa pun ke sana. Bila {source} tidak menyebut tenggat, tenggat yang tampak adalah batas biasa ruang ini, bukan janji mereka.</translation>
    </message>
    <message numerus="yes">
        <source>%n not sent yet</source>
        <translation>
            <numerusform>%n menunggu dikirim</numerusform>
        </translation>
    </message>
    <message>
        <source>Acts that the store has not answered yet; they are kept until it does.</source>
        <translation>Tindakan yang belum dijawab pusat; disimpan sampai ada jawaban.</translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>per hour, last 24 hours</source>
        <translation>per jam, 24 jam terakhir</translation>
    </message>
    <message>
        <source>per hour</source>
        <translation>per jam</translation>
    </message>
    <message>
        <source>peak {count}</source>
        <translation>puncak {count}</translation>
    </message>
    <message>
        <source>category, last 24 hours</source>
        <translation>kategori, 24 jam terakhir</translation>
    </message>
    <message>
        <source>category</source>
        <translation>kategori</translation>
    </message>
    <message>
        <source>ACTION NEEDED</source>
        <translation>PERLU TINDAKAN</translation>
    </message>
    <message>
        <source>newest:</source>
        <translation>terbaru:</translation>
    </message>
    <message>
        <source>median response · n {count}</source>
        <translation>median tanggapan · n {count}</translation>
    </message>
    <message>
        <source>median response</source>
        <translation>median tanggapan</translation>
    </message>
    <message>
        <source>response</source>
        <translation>tanggapan</translation>
    </message>
    <message>
        <source>NEW TODAY</source>
        <translation>BARU HARI INI</translation>
    </message>
    <message>
        <source>NEW</source>
        <translation>BARU</translation>
    </message>
    <message>
        <source>OPEN</source>
        <translation>TERBUKA</translation>
    </message>
    <message>
        <source>OVERDUE</source>
        <translation>LEWAT WAKTU</translation>
    </message>
    <message>
        <source>LATE</source>
        <translation>LEWAT</translation>
    </message>
    <message>
        <source>DONE TODAY</source>
        <translation>SELESAI HARI INI</translation>
    </message>
    <message>
        <source>DONE</source>
        <translation>SELESAI</translation>
    </message>
    <message>
        <source>Nothing urgent</source>
        <translation>Tidak ada yang mendesak</translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>sejak {time}</translation>
    </message>
    <message>
        <source>{count} overdue</source>
        <translation>{count} lewat waktu</translation>
    </message>
    <message>
        <source>outside every area</source>
        <translation>di luar semua wilayah</translation>
    </message>
    <message>
        <source>around {area}</source>
        <translation>sekitar {area}</translation>
    </message>
    <message>
        <source>SIMULATED DATA</source>
        <translation>DATA SIMULASI</translation>
    </message>
    <message>
        <source>PARTLY SIMULATED</source>
        <translation>SEBAGIAN DATA SIMULASI</translation>
    </message>
    <message>
        <source>approximate borders</source>
        <translation>batas perkiraan</translation>
    </message>
    <message>
        <source>no data yet</source>
        <translation>belum ada data</translation>
    </message>
    <message>
        <source>data {age} old</source>
        <translation>data {age} lalu</translation>
    </message>
    <message>
        <source>MAP STOPPED</source>
        <translation>PETA MACET</translation>
    </message>
    <message>
        <source>The figures are live. The map is being loaded again.</source>
        <translation>Angka tetap terkini. Peta sedang dimuat ulang.</translation>
    </message>
    <message>
        <source>{rows} reports</source>
        <translation>{rows} laporan</translation>
    </message>
    <message>
        <source>LOADING DATA</source>
        <translation>MEMUAT DATA</translation>
    </message>
    <message>
        <source>NO DATA</source>
        <translation>TIDAK ADA DATA</translation>
    </message>
    <message>
        <source>ACCESS REFUSED</source>
        <translation>AKSES DITOLAK</translation>
    </message>
    <message>
        <source>DISK FULL OR NOT WRITABLE</source>
        <translation>DISK PENUH ATAU TAK BISA DITULISI</translation>
    </message>
    <message>
        <source>LOCAL COPY DAMAGED</source>
        <translation>SALINAN LOKAL RUSAK</translation>
    </message>
    <message>
        <source>UPDATING STOPPED</source>
        <translation>PEMBARUAN BERHENTI</translation>
    </message>
    <message>
        <source>Ask the administrator for a new token for this wall.</source>
        <translation>Minta token baru untuk dinding ini kepada administrator.</translation>
    </message>
    <message>
        <source>Make room on this machine&apos;s disk; it goes on by itself.</source>
        <translation>Kosongkan ruang disk mesin ini; setelah itu berlanjut sendiri.</translation>
    </message>
    <message>
        <source>Start the wall again on this machine.</source>
        <translation>Jalankan ulang dinding di mesin ini.</translation>
    </message>
    <message>
        <source>The store can&apos;t be reached; it is tried again by itself.</source>
        <translation>Pusat data tidak terjangkau; dicoba lagi secara otomatis.</translation>
    </message>
    <message>
        <source>Nothing new comes from the store.</source>
        <translation>Tidak ada kabar baru dari pusat data.</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>menghubungkan</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>memuat</translation>
    </message>
    <message>
        <source>catching up</source>
        <translation>mengejar</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>terputus</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>berhenti</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>ditolak</translation>
    </message>
</context>
<context>
    <name>WallWindow</name>
    <message>
        <source>Wall of the command center</source>
        <translation>Dinding pusat kendali</translation>
    </message>
</context>
<context>
    <name>WeekChart</name>
    <message>
        <source>Reports by weekday and hour</source>
        <translation>Laporan menurut hari dan jam</translation>
    </message>
    <message>
        <source>{hour}: {shown} of {all}</source>
        <translation>{hour}: {shown} dari {all}</translation>
    </message>
    <message>
        <source>Weekday and hour</source>
        <translation>Hari dan jam</translation>
    </message>
    <message>
        <source>n {count}</source>
        <translation>n {count}</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>{n} s</source>
        <translation>{n} dtk</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} mnt</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} j</translation>
    </message>
    <message>
        <source>{hours} h {minutes} m</source>
        <translation>{hours} j {minutes} m</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation>{n} hr</translation>
    </message>
    <message>
        <source>any</source>
        <translation>semua</translation>
    </message>
    <message>
        <source>under {end}</source>
        <translation>di bawah {end}</translation>
    </message>
    <message>
        <source>{start} and more</source>
        <translation>{start} ke atas</translation>
    </message>
    <message>
        <source>{age} late</source>
        <translation>lewat {age}</translation>
    </message>
    <message>
        <source>{age} left</source>
        <translation>sisa {age}</translation>
    </message>
    <message>
        <source>{hour:02d}:{minute:02d}</source>
        <translation>{hour:02d}.{minute:02d}</translation>
    </message>
</context>
<context>
    <name>WorkstationWindow</name>
    <message>
        <source>Command center</source>
        <translation>Pusat kendali</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Antrean</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Laporan</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Grafik</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Gelap</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Terang</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>Atur ulang tata letak</translation>
    </message>
    <message>
        <source>Columns of the queue…</source>
        <translation>Kolom antrean…</translation>
    </message>
    <message>
        <source>Export the queue…</source>
        <translation>Ekspor antrean…</translation>
    </message>
    <message>
        <source>The past</source>
        <translation>Masa lalu</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tombol</translation>
    </message>
</context>
<context>
    <name>_Answer</name>
    <message>
        <source>Open report</source>
        <translation>Buka laporan</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>Mengerti</translation>
    </message>
</context>
<context>
    <name>_Loud</name>
    <message numerus="yes">
        <source>%n SECOND(S)</source>
        <translation>
            <numerusform>%n DETIK</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n MINUTE(S)</source>
        <translation>
            <numerusform>%n MENIT</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n HOUR(S)</source>
        <translation>
            <numerusform>%n JAM</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n DAY(S)</source>
        <translation>
            <numerusform>%n HARI</numerusform>
        </translation>
    </message>
</context>
</TS>
