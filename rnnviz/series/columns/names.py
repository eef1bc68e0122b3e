"""What the name of a column says: time, part of a date, temperature of the air, or something else.

Words of many languages, and the short codes of weather services. Nothing here looks at values.
"""

from __future__ import annotations

import re

TIME_NAME = re.compile(
    r"time|(?<!up)date(?!n)|stamp|zeit|datum|heure|fecha|hora|(^|\W)data(\W|$)|(^|\W)ora(\W|$)|(^"
    r"|\W)tid(\W|$)"
    r"|dato(\W|$)|aika|pvm|ngày|ngay|giờ|thời|日|時|时|일시|시간|날짜|время|дата|час|utc|czas|(^"
    r"|\W)valid(\W|$)|tarih"
    r"|epoch|datenum|period|mess_datum|aaaammjj|yyyymm|(^|\W)m?jd(\W|$)|(^|\W)dt(\W|$|_)|waktu|tanggal|idő|dátum|čas|ημερ"
    r"|ώρα|วันที่|เวลา",
    re.IGNORECASE,
)
UTC_NAME = re.compile(r"(?<![a-z])(utc|gmt|zulu)(?![a-z]|\s*[+-]?\s*\d)", re.IGNORECASE)

_PARTS = {
    "year": "year yr yy yyyy jahr année annee an ano anno año any năm nam rok vuosi év ev yıl "
    "yil år "
    "jaar god год 年 년 연도 tahun aasta godina leto metai gads година рік έτος ár ปี",
    "month": "month mo mm mon mnth monat mois mes mese mês tháng thang kuukausi kk hónap ho ay "
    "maand "
    "måned månad miesiąc miesiac mesiac měsíc месяц 月 월 bulan kuu mjesec mesec luna mėnuo "
    "mēnesis месец місяць μήνας mánuður เดือน",
    "day": "day dy dd dt dom mday tag jour día dia giorno ngày ngay päivä pv nap gün gun dag dzień "
    "dzien "
    "den день 日 일 hari päev dan zi ziua diena ден ημέρα dagur deň วัน",
    "doy": "doy jday julian julianday julday yday dayofyear yearday jd tagdesjahres",
    "hour": "hour hours hr hrs hh hh24 h heure stunde std hora ora uur godzina godz saat giờ gio "
    "hod óra "
    "tunti klo time timme час 時 时 시 hhmm hrmin hrmn hourmin jam kell ura valanda "
    "stunda ώρα hodina",
    "minute": "minute minutes min mn mi minuto phút phut dakika perc минута 分 분",
}
PARTS = {part: frozenset(names.split()) for part, names in _PARTS.items()}
CLOCK_NAME = re.compile(
    r"(^|[^a-z])(time|hour(ending)?|he|hours|hr|hrs|hh|h|heure|stunde|std|hora|ora|uur|uhrzeit|zeit|godzina"
    r"|saat|giờ|gio"
    r"|tid|klokke|klo|kell|aika|utc_time|lst_time|hhmm|idő|čas|waktu|jam|ura|sat|valanda|hrmi?n|hourmin)([^a-z]|$)"
    r"|時|时|시간",
    re.IGNORECASE,
)

_TEMPERATURE = re.compile(
    r"(?<!at)(?<!con)temp(?!l|or|est|t)|(?-i:[Tt]emp(?=[TLOE][a-z]))|(^|[^a-z])tmp|[aw]tmp|tair|nhiệt|nhiet|温度|气温|気温|溫度|氣溫|기온|온도"
    r"|температур|lämpötila|teplota|hőmérs|homers|sıcaklık|sicaklik|cel[cs]ius|fah?ren|dry.?bulb"
    r"|°\s*[cf]|℃|℉"
    r"|θερμοκρασ|อุณหภูมิ|حرارة|טמפרטורה|तापमान|suhu|hitastig|(^|[^a-z])hiti([^a-z]|$)|lufttemp|bulbo.?seco|tre200"
    r"|degrees?.c(\W|$)|(^|[^a-z])oat([^a-z]|$)|(^|[^a-z])tem\.? ?aire",
    re.IGNORECASE,
)
# The codes of services: DWD's TT_TU, Météo-France's T, FLUXNET's TA_F, ERA5's t2m …
_CODE = re.compile(
    r"^(t|ta|tt|tl|tt_(tu|10|std|ter)|t[_ ]?(a|air|amb|ambient|out|outdoor|ext"
    r"|dry|2m?|avg|mean|hr_avg|calc)"
    r"|t_?air_?2m?|t2m_[a-z]{2,8}|t_?(sht|bme|bmp|dht|aht|hdc|ds18|pt1000?|si70)\w*"
    r"|tavg|tmean|t2m(_[cfk])?|2t|oat|toa|at|tx01"
    r"|air_?t[cf]?(_[cf])?(_avg|_mean)?|tc|tf"
    r"|(air_?)?t[cf]_(avg|mean)|ta(_f|_era|_mds|_ep|_pi)?(_\d+)*|ta_[cf]|dbt|tdb)\W*([(\[].*)?$",
    re.IGNORECASE,
)
# Sensors numbered only, and one data set's name for oil: taken where nothing speaks more clearly.
_WEAK = re.compile(r"^(t\d{1,2}|ch\d{1,2}|ot|sensor.?\d+)\W*([(\[].*)?$", re.IGNORECASE)
# Not the temperature of the air.
_OTHER = re.compile(
    r"dew|dwpt|(^|[^a-z])td(ew)?([^a-z]|$)|wtmp|taupunkt|rosée|rocío|orvalho|rugiada|kastepiste"
    r"|dauw|dugg|harmat"
    r"|sương|露点|露點|이슬점|роса|росы|wet|humide|apparent|(^|[^a-z])(app[_. ]?|a)temp"
    r"|feel|felt|gefühlt|chill|heat.?ind|humidex"
    r"|hmdx|thw|thsw"
    r"|cảm nhận|体感|체감|soil|boden|suelo|solo|đất|地温|지중|지면|地面"
    r"|sea|water|wasser|agua|eau|nước|sst"
    r"|indoor|inside|innen|intérieur|interior|kitchen|bedroom|living|comedor|habitaci|office|cellar|keller"
    r"|(^|[^a-z])in([^a-z]|$)|room|max|min(?!ut)|(^"
    r"|[^a-z])(hi|lo|low|high)"
    r"([^a-z]|$)|surf|ground|grass|road|pot|virtual|hum|(^|[^a-z])qc|flag|qual|品質|質|attrib"
    r"|source|std|uncert"
    r"|count|logger|battery|batt|panel|ptemp|internal|device|board|radi|cpu|anom|norm|diff|range|change|delta|forecast|predict"
    r"|(^|[^a-z])(lag|roll(ing)?|prev|next)\d*([^a-z]|$)|depth"
    r"|pool|set.?point|supply|return|mixed|discharge|exhaust|leaving|entering|coil|vorlauf|rücklauf"
    r"|target|body|skin|oil|alarm|thresh|trend|index|daily|departure|mín|máx|tối|cao nhất"
    r"|thấp nhất|최고|최저|最高|最低",
    re.IGNORECASE,
)
_AIR = re.compile(
    r"air|luft|out|auss|auß|ext|ambient|weather|2.?m|dry|seco|aire|l'air|ilman|không khí"
    r"|기온|気温|气温|氣溫"
    r"|shelter",
    re.IGNORECASE,
)
_MEAN = re.compile(r"avg|mean|mittel|moy|med[ií]a", re.IGNORECASE)
_UNTELLING = re.compile(
    r"^(value|values|val|v|wert|messwert|valor|valore|valeur|y|reading|measurement|measure|obs"
    r"|result|state|target"
    r"|((sample|obs\w*|sensor|metric|data)[ _.]?)?(value|valor|measurement|reading)"
    r"[ _.]?(observado|lectura)?"
    r"|giá trị|arvo|verdi|värde|hodnota|wartość|значение|값|値|值|data|field\d|series.?\d?"
    r"|mean|avg|average|column \d+|x\d*|\S.*…\D*\d.*)$",  # 0…23: the hours of a day, joined
    re.IGNORECASE,
)
# What goes with a temperature and is none: temp_qc, temperature_Quality_Code.
_MARK = re.compile(
    r"(qual\w*|flags?|qc|(?<=_)q|attrib\w*|source|remark|code|counts?|samples|station.?id|品質|質)\W*\d*$",
    re.IGNORECASE,
)
_UNIT_NAME = re.compile(
    r"(^|[\W_])(units?|uom|einheit|unidad|unidade|unité|unità|enhet|eenheid|đơn vị|jednostka"
    r"|yksikkö)([\W_]|$)|单位|單位|単位|단위",
    re.IGNORECASE,
)
# What tells apart the places or devices that measured, where they share no stamp.
_PLACE = re.compile(
    r"(^|[^a-z])(stations?|devices?|sensors?|entity|rooms?|raum|sites?|nodes?|locations?|city|places?"
    r"|topic|mac|loggers?|probes?|out/in)([ _.]?(id|name|no|nr|number|code|label|address))?$",
    re.IGNORECASE,
)
_COORDINATE = re.compile(
    r"(lat|latitude|lon|long|lng|longitude|breite|länge|vĩ độ|kinh độ)\W*([(\[].*)?", re.IGNORECASE
)
_OUTDOORS = re.compile(
    r"(^|[^a-z])(out(doors?|side)?|außen|aussen|draußen|extérieur|exterior|garden"
    r"|ngoài trời)([^a-z]|$)|室外|屋外|실외",
    re.IGNORECASE,
)
# Other things that are measured: never taken for a temperature by their values.
_QUANTITY = re.compile(
    r"hum|rh([^a-z]|$)|press|baro|slp|wind|gust|speed|dir|rain|precip|snow|solar|radi|irrad|sun"
    r"|cloud|vis|power"
    r"|energy|load|price|flow|level|volt|current|battery|co2|pm\d|pm2|no2|o3|lat|lon|elev|alt|(^"
    r"|\W|_)id(\W|_|$)"
    r"|station|index|number|count|code|qual|flag|độ ẩm|áp suất|gió|mưa"
    r"|湿|濕|습도|기압|降水|風|风|풍",
    re.IGNORECASE,
)


def temperature_score(name: str, told: str = "") -> float | None:
    """How clearly a name speaks of the air's temperature; None where it does not speak of one.

    ``told``: what the lines before or below the header say about the column.
    """
    if _MARK.search(name):
        return None
    if not (name.strip() and (names_temperature(name) or _TEMPERATURE.search(told))):
        return 4.0 if _WEAK.match(name) else None
    others = {found.lower() for found in _matches(_OTHER, f"{_spoken(name)} {told}")}
    return 10.0 - 4 * len(others) + bool(_AIR.search(name)) + 0.5 * bool(_MEAN.search(name))


def names_temperature(name: str) -> bool:
    """Whether a name speaks of a temperature, of whatever."""
    return bool(_TEMPERATURE.search(name) or _CODE.match(name.strip().strip("_")))


def names_unit(name: str) -> bool:
    """Whether a column tells the unit of each row: ``Units of Measure``, ``UnidadMedida``."""
    return _UNIT_NAME.search(_spoken(name)) is not None


def says_nothing(name: str) -> bool:
    """Whether a name could be anything: ``value``, ``column 2``."""
    return _UNTELLING.match(name.strip().strip("_")) is not None


def names_place(name: str) -> bool:
    """Whether a column tells which place or device measured: ``station``, ``device_id``."""
    return not names_temperature(name) and _PLACE.search(_spoken(name.strip())) is not None


def names_coordinate(name: str) -> bool:
    """Whether a column is one coordinate of a place: two of them make a place of a grid."""
    return _COORDINATE.fullmatch(name.strip()) is not None


def names_outdoors(name: str) -> bool:
    """Whether a device is outdoors by its name."""
    return _OUTDOORS.search(name) is not None


def is_other_quantity(name: str) -> bool:
    """Whether a name speaks of something else that is measured."""
    return _QUANTITY.search(name) is not None


def part_of(name: str) -> str | None:
    """Which part of a date a column holds by its name: year, month, day, doy, hour, minute."""
    low = name.lower()
    if re.search(r"year.*month.*day", low) and "yyyy" in low:
        return "year"  # the Australian Bureau spreads one sentence over five headers
    if low.startswith("mi format"):
        return "minute"
    plain = re.sub(r"\(.*\)|\[.*\]|[^\w]|_", "", low)
    for zone in ("utc", "lst", "local", "gmt"):
        plain = plain.removesuffix(zone)
    return next((part for part, names in PARTS.items() if plain in names), None)


def _spoken(name: str) -> str:
    """``HourlyDewPointTemperature`` in words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _matches(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[0] for match in pattern.finditer(text)]
