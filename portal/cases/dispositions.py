"""The words of a disposition slip: how urgent, and what is asked (domain 3.13)."""

URGENCIES = {"biasa": "Biasa", "segera": "Segera", "sangat_segera": "Sangat segera"}
INSTRUCTIONS = {
    "saran": "Tanggapan dan saran",
    "proses": "Proses lebih lanjut",
    "koordinasi": "Koordinasi/konfirmasi",
}
