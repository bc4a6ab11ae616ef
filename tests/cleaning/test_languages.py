"""The language a posting is written in."""

import polars as pl
import pytest

from pipelines.cleaning.languages import detect_text_languages


def series(*texts):
    return pl.Series("text", texts, dtype=pl.String)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "We are looking for a data engineer who enjoys building reliable pipelines with our analysts.",
            "en",
        ),
        ("Wir suchen eine erfahrene Person für unser Team in Köln, die Datenpipelines baut.", "de"),
        ("Nous recherchons un ingénieur data pour rejoindre notre équipe à Lyon.", "fr"),
        ("Buscamos un ingeniero de datos para nuestro equipo en Madrid.", "es"),
        ("Procuramos um engenheiro de dados para a nossa equipa em Lisboa.", "pt"),
        ("Wij zoeken een data engineer voor ons team in Utrecht.", "nl"),
        ("Cerchiamo un ingegnere dei dati per il nostro team di Milano.", "it"),
        ("Szukamy inżyniera danych do naszego zespołu w Krakowie.", "pl"),
        ("Vi söker en erfaren dataingenjör till vårt team i Göteborg som trivs med kunder.", "sv"),
        ("우리는 데이터 파이프라인을 구축할 데이터 엔지니어를 찾고 있습니다.", "ko"),
        ("Ми шукаємо інженера даних до нашої команди у Києві.", "uk"),
        (
            "Мы ищем опытного инженера, который будет строить хранилище данных вместе с нашими аналитиками.",
            "ru",
        ),
        ("Kami mencari insinyur data untuk bergabung dengan tim kami di Jakarta.", "id"),
        ("我们正在寻找一名数据工程师加入我们在上海的团队。", "zh"),
        ("データ基盤を構築するデータエンジニアを募集しています。", "ja"),
        ("Chúng tôi đang tìm kỹ sư dữ liệu cho đội ngũ tại Hà Nội.", "vi"),
        ("Etsimme kokenutta dataninsinööriä tiimiimme Helsinkiin rakentamaan putkia.", None),
        ("Python, SQL", None),
        ("Wir suchen \x07 eine erfahrene Person für unser Team\ufffe in Köln.", "de"),
        ("", None),
        (None, None),
    ],
)
def test_the_language_of_a_text_is_given_where_it_is_sure(text, language):
    assert detect_text_languages(series(text))[0] == language
