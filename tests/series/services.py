"""Files as weather services, loggers and data sets write them, around one invented series.

Layouts (headers, stamps, marks for "missing") are those of the real files; the figures are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

HOURS = 24 * 20
STAMPS = pd.date_range("2024-02-06 00:00", periods=HOURS, freq="h")  # 6 February, not 2 June
_hours = np.arange(HOURS)
CELSIUS = np.round(
    2
    + 6 * np.sin((_hours - 8) * 2 * np.pi / 24)
    + 3 * np.cos(_hours / 41.0)
    + np.random.default_rng(5).normal(0, 0.4, HOURS),
    1,
)
DEW = CELSIUS - 3.3
KELVIN = CELSIUS + 273.15
FAHRENHEIT = CELSIUS * 9 / 5 + 32
HALF_HOURS = pd.date_range(STAMPS[0], periods=2 * HOURS, freq="30min")
TEN_MINUTES = pd.date_range(STAMPS[0], periods=6 * HOURS, freq="10min")


@dataclass(frozen=True)
class Service:
    """A file and what must be found in it; ``None`` is not checked."""

    data: bytes
    temperature: str
    time: str | None = None
    unit: str = "°C"
    start: str = "2024-02-06T00:00:00"
    end: str = "2024-02-25T23:00:00"
    step: str = "1h"
    celsius: Sequence[float] = field(default_factory=lambda: CELSIUS)  # one a step, NaN: not known
    says: frozenset[str] = frozenset()  # codes that must be among the findings
    tolerance: float = 0.02


SERVICES: dict[str, Service] = {}
Row = Callable[[pd.Timestamp, float, int], str]


def table(head: str, row: Row, tail: str = "", encoding: str = "utf-8", end: str = "\n") -> bytes:
    body = [row(t, v, i) for i, (t, v) in enumerate(zip(STAMPS, CELSIUS, strict=True))]
    text = end.join([*head.splitlines(), *body, *tail.splitlines()]) + end
    return text.encode(encoding)


def add(name: str, data: bytes, temperature: str, **facts: object) -> None:
    says = frozenset(str(facts.pop("says", "")).split())
    SERVICES[name] = Service(data, temperature, says=says, **facts)  # type: ignore[arg-type]


def point(v: float) -> str:
    return f"{v:.1f}"


def comma(v: float) -> str:
    return f"{v:.1f}".replace(".", ",")


def bare(v: float) -> str:
    """,8 and -,3 as INMET writes."""
    return comma(v).replace("0,", ",") if abs(v) < 1 else comma(v)


def american(t: pd.Timestamp) -> str:
    return f"{t.month}/{t.day}/{t:%y} {t.hour % 12 or 12}:{t:%M} {t:%p}"


# ---- services ----------------------------------------------------------------------------------

add(
    "open-meteo",
    table(
        "latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n"
        "52.52,13.419998,38.0,0,GMT,GMT\n\n"
        "time,temperature_2m (°C),relative_humidity_2m (%),apparent_temperature (°C),"
        "dew_point_2m (°C),soil_temperature_0cm (°C)",
        lambda t, v, i: f"{t:%Y-%m-%dT%H:%M},{v},81,{v - 2:.1f},{v - 3:.1f},{v + 1:.1f}",
        "\ntime,temperature_2m_max (°C)\n"
        + "\n".join(f"2024-02-{d:02d},9.1" for d in range(6, 26)),
    ),
    "temperature_2m (°C)",
    time="time",
    says="metadata_lines further_tables more_temperatures",
)
add(
    "open-meteo, two places",
    table(
        "location_id,latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n"
        "0,52.52,13.42,38.0,0,GMT,GMT\n1,48.1,11.6,520.0,0,GMT,GMT\n\n"
        "location_id,time,temperature_2m (°C)",
        lambda t, v, i: f"0,{t:%Y-%m-%dT%H:%M},{v}",
        "\n".join(
            f"1,{t:%Y-%m-%dT%H:%M},{v - 5:.1f}" for t, v in zip(STAMPS, CELSIUS, strict=True)
        ),
    ),
    "temperature_2m (°C)",
    says="several_stations",
)
add(
    "meteostat bulk, no header",
    table(
        "", lambda t, v, i: f"{t:%Y-%m-%d},{t.hour},{v},{v - 3:.1f},81,0,,240,14.8,,1012.{i % 10},,"
    ),
    "temp",
    says="no_header known_layout",
)
add(
    "meteostat python",
    table(
        "time,temp,dwpt,rhum,prcp,snow,wdir,wspd,wpgt,pres,tsun,coco",
        lambda t, v, i: f"{t},{v},{v - 3:.1f},81.0,0.0,,240.0,14.8,,1012.1,,7.0",
    ),
    "temp",
    says="empty_columns",
)
add(
    "dwd hourly",
    table(
        "STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;eor",
        lambda t, v, i: f"        433;{t:%Y%m%d%H};    3;{-999 if i == 30 else v:>6};  81.0;eor",
    ),
    "TT_TU",
    time="MESS_DATUM",
    celsius=np.where(_hours == 30, np.nan, CELSIUS),
    says="sentinels gaps",
)
add(
    "dwd 10 minutes",
    (
        "STATIONS_ID;MESS_DATUM;  QN;PP_10;TT_10;TM5_10;RF_10;TD_10;eor\n"
        + "".join(
            f"        433;{t:%Y%m%d%H%M};    3;-999;{v:>6};{v - 1:>6.1f};  81.0;{v - 3:>6.1f};eor\n"
            for t, v in zip(TEN_MINUTES, np.repeat(CELSIUS, 6), strict=True)
        )
    ).encode(),
    "TT_10",
    step="10min",
    says="averaged",
)
add(
    "noaa isd",
    table(
        '"STATION","DATE","SOURCE","LATITUDE","LONGITUDE","ELEVATION","NAME","REPORT_TYPE",'
        '"CALL_SIGN","QUALITY_CONTROL","WND","CIG","VIS","TMP","DEW","SLP"',
        lambda t, v, i: (
            f'"72530094846","{t:%Y-%m-%dT%H}:51:00","7","41.995","-87.9336","204.8","CHICAGO, IL US",'
            f'"FM-15","KORD ","V030","260,5,N,0046,5","22000,5,9,N","016093,5,N,5",'
            + ('"+9999,9"' if i == 40 else f'"{round(v * 10):+05d},5"')
            + f',"{round(v * 10 - 33):+05d},5","10132,5"'
        ),
    ),
    "TMP",
    time="DATE",
    celsius=np.where(_hours == 40, np.nan, CELSIUS),
    says="quality_marks missing off_the_hour",
)
add(
    "noaa lcd",
    table(
        "STATION,DATE,REPORT_TYPE,SOURCE,HourlyAltimeterSetting,HourlyDewPointTemperature,"
        "HourlyDryBulbTemperature,HourlyWetBulbTemperature,DailyAverageDryBulbTemperature,"
        "DailyMaximumDryBulbTemperature,BackupElements",
        lambda t, v, i: (
            f"72530094846,{t:%Y-%m-%dT%H}:51:00,FM-15,7,30.1,30,{v * 9 / 5 + 32:.0f}"
            f"{'s' if i == 9 else ''},33,,,"
            + (f"\n72530094846,{t:%Y-%m-%d}T23:59:00,SOD,6,,,,,38,44," if t.hour == 23 else "")
        ),
    ),
    "HourlyDryBulbTemperature",
    unit="°F",
    tolerance=0.3,
    says="unit_converted unit_by_values missing",
)
add(
    "noaa uscrn",
    table(
        "WBANNO UTC_DATE UTC_TIME LST_DATE LST_TIME CRX_VN LONGITUDE LATITUDE T_CALC T_HR_AVG T_MAX"
        " T_MIN P_CALC SUR_TEMP",
        lambda t, v, i: (
            f"53131 {t + pd.Timedelta('7h'):%Y%m%d %H%M} {t:%Y%m%d %H%M}  2.514 -111.17   32.24"
            f" {v + 0.1:7.1f} {v:7.1f} {v + 1:7.1f} {v - 1:7.1f}     0.0 {v:7.1f}"
        ),
    ),
    "T_HR_AVG",
    time="UTC_DATE + UTC_TIME",
    start="2024-02-06T07:00:00Z",
    end="2024-02-26T06:00:00Z",
)
add(
    "météo-france hourly",
    table(
        "NUM_POSTE;NOM_USUEL;LAT;LON;ALTI;AAAAMMJJHH;RR1;QRR1;T;QT;TD;QTD;TN;QTN;HTN;TX;QTX;T10;T20",
        lambda t, v, i: (
            f"75114001;PARIS-MONTSOURIS;48.82;2.33;75;{t:%Y%m%d%H};0.0;1;{v};1;{v - 3:.1f};1;"
            f"{v - 1:.1f};1;2359;{v + 1:.1f};1;6.5;7.1"
        ),
    ),
    "T",
    time="AAAAMMJJHH",
)
add(
    "météo-france synop, every 3 hours",
    (
        "numer_sta;date;pmer;tend;cod_tend;dd;ff;t;td;u;vv;ww;n\n"
        + "".join(
            f"07149;{t:%Y%m%d%H%M%S};101320;-10;6;220;3.1;{'mq' if i == 12 else f'{k:.2f}'};"
            f"{k - 3:.2f};81;20000;0;50\n"
            for i, (t, k) in enumerate(zip(STAMPS[::3], KELVIN[::3], strict=True))
        )
    ).encode(),
    "t",
    unit="K",
    step="3h",
    end="2024-02-25T21:00:00",
    celsius=np.where(_hours == 36, (CELSIUS[33] + CELSIUS[39]) / 2, CELSIUS)[::3],
    says="own_step unit_converted missing",
)
add(
    "environment canada",
    b"\xef\xbb\xbf"
    + table(
        '"Longitude (x)","Latitude (y)","Station Name","Climate ID","Date/Time (LST)","Year",'
        '"Month","Day","Time (LST)","Flag","Temp (°C)","Temp Flag","Dew Point Temp (°C)",'
        '"Dew Point Temp Flag","Rel Hum (%)","Hmdx","Wind Chill","Weather"',
        lambda t, v, i: (
            f'"-79.63","43.68","TORONTO INTL A","6158731","{t:%Y-%m-%d %H:%M}","{t:%Y}","{t:%m}",'
            f'"{t:%d}","{t:%H:%M}","","{"" if i == 5 else v}","{"M" if i == 5 else ""}","{v - 3:.1f}",'
            f'"","81","","{v - 5:.0f}","NA"'
        ),
    ),
    "Temp (°C)",
    time="Date/Time (LST)",
    celsius=np.where(_hours == 5, np.nan, CELSIUS),
    says="missing gaps",
)
add(
    "australia",
    table(
        "hm,Station Number,Year Month Day Hour Minutes in YYYY,MM,DD,HH24,MI format in Local time,"
        "Year Month Day Hour Minutes in YYYY,MM,DD,HH24,MI format in Local standard time,"
        "Precipitation since 9am local time in mm,Quality of precipitation since 9am,"
        "Air Temperature in degrees C,Quality of air temperature,Dew point temperature in degrees C,"
        "Quality of dew point temperature,#",
        lambda t, v, i: (
            f"hm,066037,{t:%Y,%m,%d,%H,%M},{t:%Y,%m,%d,%H,%M},   0.0,N, {v:5.1f},N, {v - 3:5.1f},N,#"
        ),
    ),
    "Air Temperature in degrees C",
)
add(
    "aemet",
    table(
        '"Madrid, Retiro"\n'
        '"Actualizado: domingo, 25 febrero 2024 a las 23:30 hora oficial"\n\n'
        '"Fecha y hora oficial","Temperatura (ºC)","Velocidad del viento (km/h)","Humedad (%)"',
        lambda t, v, i: f'"{t:%d/%m/%Y %H:%M}","{v}","11","81"',
        encoding="latin-1",
    ),
    "Temperatura (ºC)",
    says="metadata_lines",
)
add(
    "korea",
    table(
        "지점,지점명,일시,기온(°C),강수량(mm),풍속(m/s),습도(%),이슬점온도(°C),지면온도(°C)",
        lambda t, v, i: f"108,서울,{t:%Y-%m-%d %H:%M},{v},,1.2,81,{v - 3:.1f},{v + 1:.1f}",
        encoding="cp949",
    ),
    "기온(°C)",
    time="일시",
)
add(
    "japan",
    table(
        "ダウンロードした時刻：2024/03/01 12:00:00\n\n,東京,東京,東京\n"
        "年月日時,気温(℃),気温(℃),気温(℃)\n,,品質情報,均質番号",
        lambda t, v, i: f"{t.year}/{t.month}/{t.day} {t.hour}:00:00,{v},8,1",
        encoding="cp932",
        end="\r\n",
    ),
    "東京 気温(℃)",
    time="年月日時",
    says="metadata_lines",
)
add(
    "china",
    table(
        "站号,时间,气温(℃),露点温度(℃),相对湿度(%)",
        lambda t, v, i: f"54511,{t:%Y/%m/%d %H:%M},{v},{v - 3:.1f},81",
        encoding="gbk",
    ),
    "气温(℃)",
    time="时间",
)
add(
    "vietnam",
    table(
        "Trạm: Láng (Hà Nội)\nThời gian;Nhiệt độ không khí (oC);Nhiệt độ điểm sương (oC);Độ ẩm (%)",
        lambda t, v, i: f"{t:%d/%m/%Y %H:%M};{comma(v)};{comma(v - 3)};81",
    ),
    "Nhiệt độ không khí (oC)",
    time="Thời gian",
    says="decimal_comma metadata_lines",
)
add(
    "vietnam, date and hour",
    table("Ngày,Giờ,Nhiệt độ,Độ ẩm", lambda t, v, i: f"{t:%d/%m/%Y},{t.hour}h,{v},81"),
    "Nhiệt độ",
)
add(
    "finland",
    table(
        '"Havaintoasema","Vuosi","Kuukausi","Päivä","Aika [Paikallinen aika]",'
        '"Ilman lämpötila [°C]","Kastepistelämpötila [°C]"',
        lambda t, v, i: (
            f'"Helsinki Kaisaniemi",{t.year},{t.month},{t.day},"{t:%H:%M}",{v},{v - 3:.1f}'
        ),
    ),
    "Ilman lämpötila [°C]",
)
add(
    "sweden",
    table(
        "Stationsnamn;Klimatnummer;Mäthöjd (meter över marken)\nStockholm;98230;2.0\n\n"
        "Parameternamn;Beskrivning;Enhet\nLufttemperatur;momentanvärde, 1 gång/tim;celsius\n\n"
        "Datum;Tid (UTC);Lufttemperatur;Kvalitet;;Tidsutsnitt:",
        lambda t, v, i: (
            f"{t:%Y-%m-%d;%H:%M:%S};{v};G;;"
            + ("Kvalitetskontrollerade historiska data" if i == 0 else "")
        ),
    ),
    "Lufttemperatur",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
    says="metadata_lines",
)
add(
    "switzerland",
    table(
        "station_abbr;reference_timestamp;tre200h0;tre200hn;ure200h0;tde200h0",
        lambda t, v, i: f"BER;{t:%d.%m.%Y %H:%M};{v};{v - 0.5:.1f};81.0;{v - 3:.1f}",
    ),
    "tre200h0",
)
add(
    "netherlands",
    table(
        "# SOURCE: ROYAL NETHERLANDS METEOROLOGICAL INSTITUTE (KNMI)\n"
        "# YYYYMMDD = date (YYYY=year,MM=month,DD=day)\n"
        "# HH = time (HH uur/hour, UT. 12 UT=13 MET, 14 MEZT. Hourly division 05 runs from 04.00 UT)\n"
        "# T : Temperature (in 0.1 degrees Celsius) at 1.50 m at the time of observation\n"
        "# TD : Dew point temperature (in 0.1 degrees Celsius) at 1.50 m\n"
        "# STN,YYYYMMDD,   HH,    T,   TD,    U",
        lambda t, v, i: (
            f"  260,{t - pd.Timedelta('1h'):%Y%m%d},{t.hour or 24:5d},{round(v * 10):5d},"
            f"{round(v * 10 - 33):5d},   81"
        ),
    ),
    "T",
    unit="0.1 °C",
    says="comment_lines unit_converted twenty_four",
)
add(
    "norway",
    table(
        "Navn;Stasjon;Tid(norsk normaltid);Lufttemperatur",
        lambda t, v, i: f"Oslo - Blindern;SN18700;{t:%d.%m.%Y %H:%M};{comma(v)}",
        "Data er gyldig per 01.03.2024 (CC BY 4.0), Meteorologisk institutt (MET);;;",
    ),
    "Lufttemperatur",
)
add(
    "brazil",
    table(
        "REGIAO:;CO\nUF:;DF\nESTACAO:;BRASILIA\nCODIGO (WMO):;A001\nLATITUDE:;-15,78\n"
        "LONGITUDE:;-47,92\nALTITUDE:;1160,96\nDATA DE FUNDACAO:;07/05/00\n"
        "Data;Hora UTC;PRECIPITAÇÃO TOTAL, HORÁRIO (mm);TEMPERATURA DO AR - BULBO SECO, HORARIA (°C);"
        "TEMPERATURA DO PONTO DE ORVALHO (°C);TEMPERATURA MÁXIMA NA HORA ANT. (AUT) (°C);"
        "UMIDADE RELATIVA DO AR, HORARIA (%);",
        lambda t, v, i: f"{t:%Y/%m/%d};{t:%H%M} UTC;0;{bare(v)};{bare(v - 3)};{bare(v + 1)};81;",
        encoding="latin-1",
    ),
    "TEMPERATURA DO AR - BULBO SECO, HORARIA (°C)",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
    says="metadata_lines decimal_comma empty_columns",
)
add(
    "lombardia",
    table(
        "IdSensore,Data,Valore,Stato,idOperatore",
        lambda t, v, i: f"2001,{t:%d/%m/%Y %I:%M:%S %p},{-9999 if i == 7 else v},VA,1",
    ),
    "Valore",
    celsius=np.where(_hours == 7, np.nan, CELSIUS),
    says="temperature_by_content sentinels",
)
add(
    "midas",
    table(
        "Conventions,G,BADC-CSV,1\ntitle,G,uk-hourly-weather-obs\n"
        "long_name,air_temperature,air temperature,degC\ntype,ob_time,char\n"
        "long_name,ob_time,Date and time of the observation,\ndata\n"
        "ob_time,id,id_type,wind_speed,air_temperature,dewpoint,wetb_temp,stn_pres",
        lambda t, v, i: f"{t},3772,WMO,{'NA' if i % 2 else '4'},{v},{v - 3:.1f},{v - 1:.1f},1012.1",
        "end data",
    ),
    "air_temperature",
)
add(
    "nasa power",
    table(
        "-BEGIN HEADER-\nNASA/POWER Source Native Resolution Hourly Data\n"
        "Dates (month/day/year): 02/06/2024 through 02/25/2024 in LST\n"
        "Location: latitude  21.0   longitude 105.8\n"
        "The value for missing source data that cannot be computed: -999\n"
        "T2M       MERRA-2 Temperature at 2 Meters (C)\n"
        "RH2M      MERRA-2 Relative Humidity at 2 Meters (%)\n-END HEADER-\n"
        "YEAR,MO,DY,HR,T2M,T2MDEW,RH2M",
        lambda t, v, i: (
            f"{t.year},{t.month},{t.day},{t.hour},{-999 if i == 4 else v},{v - 3:.1f},81"
        ),
    ),
    "T2M",
    celsius=np.where(_hours == 4, np.nan, CELSIUS),
    says="metadata_lines sentinels",
)
add(
    "nsrdb",
    table(
        "Source,Location ID,City,State,Country,Latitude,Longitude,Time Zone,Elevation\n"
        "NSRDB,1234,-,-,-,39.7,-105.1,-7,1800\n"
        "Year,Month,Day,Hour,Minute,GHI,DNI,Dew Point,Temperature,Pressure",
        lambda t, v, i: f"{t.year},{t.month},{t.day},{t.hour},0,0,0,{v - 3:.1f},{v},820",
    ),
    "Temperature",
    says="metadata_lines",
)
add(
    "nsrdb, every line filled up with commas",
    table(
        "Source,Location ID,Time Zone,Local Time Zone,Dew Point Units,Temperature Units,"
        "Pressure Units,Cloud Type 0,Cloud Type 1,Fill Flag 0,Fill Flag 1,Version\n"
        "NSRDB,155474,-7,-7,c,c,mbar,Clear,Probably Clear,N/A,Missing Image,v3.0.1\n"
        "Year,Month,Day,Hour,Minute,GHI,Dew Point,Temperature,Pressure,,,",
        lambda t, v, i: f"{t.year},{t.month},{t.day},{t.hour},0,0,{v - 3:.1f},{v},820,,,",
    ),
    "Temperature",
    says="metadata_lines empty_columns",
)
add(
    "thermo recorder, the time twice and degrees in half width",
    table(
        '"Date/Time","Date/Time","No.1","No.2"\n"","","ﾟC","%"',
        lambda t, v, i: f'"{t:%Y/%m/%d %H:%M:%S}","{45328 + i / 24:.6f}","{v}","81"',
        encoding="cp932",
    ),
    "No.1",
    time="Date/Time",
    says="units_line",
)
add(
    "china, tenths in the name",
    table(
        "区站号,年,月,日,时,气温(0.1℃),相对湿度",
        lambda t, v, i: f"54511,{t.year},{t.month},{t.day},{t.hour},{round(v * 10)},81",
    ),
    "气温(0.1℃)",
    unit="0.1 °C",
)
add(
    "poland, in windows-1250",
    table(
        '"Kod stacji","Rok","Miesiąc","Dzień","Godzina","Temperatura powietrza [°C]"',
        lambda t, v, i: f'"349190650","{t.year}","{t:%m}","{t:%d}","{t:%H}",{v}',
        encoding="cp1250",
    ),
    "Temperatura powietrza [°C]",
)
add(
    "a stove, T. for each temperature",
    table(
        "Data;Ora;T. interna;T. esterna;T. fumi",
        lambda t, v, i: f"{t:%d/%m/%Y};{t:%H.%M};{comma(20.5)};{comma(v)};{comma(120 + i % 30)}",
    ),
    "T. esterna",
)
add(
    "a place outdoors, without a word for temperature",
    table("timestamp,cpu_temp,ambient,humidity", lambda t, v, i: f"{t},{52 + i % 5}.0,{v},81.0"),
    "ambient",
)
add(
    "outdoor and nothing else",
    table("epoch,outdoor", lambda t, v, i: f"{int(t.timestamp())},{v}"),
    "outdoor",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
)
add(
    "france, T° for each temperature",
    table(
        "Date;Heure;T° int;T° ext",
        lambda t, v, i: f"{t:%d/%m/%Y};{t.hour}h00;{comma(20.5)};{comma(v)}",
    ),
    "T° ext",
)
add("stamps in brackets", table("", lambda t, v, i: f"[{t}] {v}"), "column 3", says="no_header")
add("stamps in brackets, a comma behind", table("", lambda t, v, i: f"[{t}], {v}"), "column 2")
add(
    "pvgis",
    table(
        "Latitude (decimal degrees):\t45.000\nLongitude (decimal degrees):\t8.000\n"
        "Elevation (m):\t250\nRadiation database:\tPVGIS-SARAH2\n\n\n"
        "time,G(i),H_sun,T2m,WS10m,Int",
        lambda t, v, i: f"{t:%Y%m%d:%H}10,0.0,0.0,{v},1.3,0.0",
        "\nG(i): Global irradiance (W/m2)\nT2m: 2-m air temperature (degree Celsius)\n"
        "\nPVGIS (c) European Union, 2001-2024",
        end="\r\n",
    ),
    "T2m",
    time="time",
    says="off_the_hour",
)
add(
    "era5",
    table(
        "valid_time,t2m,d2m,latitude,longitude",
        lambda t, v, i: f"{t},{v + 273.15:.4f},{v + 270.15:.4f},52.5,13.4",
    ),
    "t2m",
    unit="K",
)
add(
    "iem asos",
    table(
        "station,valid,tmpf,dwpf,relh,sknt,p01i",
        lambda t, v, i: (
            f"ORD,{t:%Y-%m-%d %H}:51,{'M' if i == 3 else f'{v * 9 / 5 + 32:.2f}'},30.02,81.1,5.00,T"
        ),
    ),
    "tmpf",
    unit="°F",
    celsius=np.where(_hours == 3, np.nan, CELSIUS),
    says="off_the_hour missing unit_converted",
)
add(
    "epw",
    table(
        "LOCATION,Berlin,-,DEU,IWEC Data,103840,52.47,13.40,1.0,49.0\n"
        "DESIGN CONDITIONS,1,Climate Design Data 2009 ASHRAE Handbook\n"
        "TYPICAL/EXTREME PERIODS,0\nGROUND TEMPERATURES,1,.5,,,,1.2,1.1,2.3,4.5\n"
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0\nCOMMENTS 1,invented\nCOMMENTS 2,\n"
        "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31",
        lambda t, v, i: (
            f"{t:%Y},{t.month},{t.day},{t.hour + 1},60,?9?9?9E0,{v},{v - 3:.1f},81,101320,0,0,315,0,0,0,"
            "0,0,0,0,220,3.1,10,10,9999,99999,9,999999999,0,0.0000,0,88,0.000,0.0,0.0"
        ),
    ),
    "dry bulb temperature (°C)",
    start="2024-02-06T01:00:00",
    end="2024-02-26T00:00:00",
    says="known_layout metadata_lines",
)
add(
    "fluxnet",
    (
        "TIMESTAMP_START,TIMESTAMP_END,TA_F,TA_F_QC,TS_F_MDS_1,SW_IN_F,VPD_F\n"
        + "".join(
            f"{t:%Y%m%d%H%M},{t + pd.Timedelta('30min'):%Y%m%d%H%M},{v},0,{v + 2:.1f},0,1.2\n"
            for t, v in zip(HALF_HOURS, np.repeat(CELSIUS, 2), strict=True)
        )
    ).encode(),
    "TA_F",
    time="TIMESTAMP_START",
    step="30min",
    says="averaged",
)
add(
    "openweather bulk",
    table(
        "dt,dt_iso,timezone,city_name,lat,lon,temp,visibility,dew_point,feels_like,temp_min,temp_max,"
        "pressure,sea_level,grnd_level,humidity",
        lambda t, v, i: (
            f"{int(t.timestamp())},{t} +0000 UTC,25200,Hanoi,21.03,105.85,{v + 273.15:.2f},10000,"
            f"{v + 270.15:.2f},{v + 271.15:.2f},{v + 272.15:.2f},{v + 274.15:.2f},1012,,,81"
        ),
    ),
    "temp",
    unit="K",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
)
add(
    "visual crossing",
    table(
        "name,datetime,temp,feelslike,dew,humidity,precip,preciptype,windspeed,conditions,icon,stations",
        lambda t, v, i: (
            f'"Hà Nội, Việt Nam",{t:%Y-%m-%dT%H:%M:%S},{v},{v - 2:.1f},{v - 3:.1f},81,0,,9.1,'
            f'"Rain, Overcast",rain,"488200,VVNB"'
        ),
    ),
    "temp",
    time="datetime",
)

add(
    "usgs",
    table(
        "# Data provided for site 01646500\n#            TS   parameter     Description\n"
        "#         69928       00010     Temperature, water, degrees Celsius\n"
        "#         69929       00020     Temperature, air, degrees Celsius\n#\n"
        "agency_cd\tsite_no\tdatetime\ttz_cd\t69928_00010\t69928_00010_cd\t69929_00020\t69929_00020_cd\n"
        "5s\t15s\t20d\t6s\t14n\t10s\t14n\t10s",
        lambda t, v, i: f"USGS\t01646500\t{t:%Y-%m-%d %H:%M}\tEST\t{v / 2 + 4:.1f}\tA\t{v}\tA",
    ),
    "69929_00020",
    says="comment_lines more_temperatures",
)
add(
    "neon, aspirated three times",
    table(
        "startDateTime,endDateTime,tempTripleMean,tempTripleMinimum,tempTripleMaximum,finalQF",
        lambda t, v, i: (
            f"{t:%Y-%m-%dT%H:%M:%S}Z,{t + pd.Timedelta('1h'):%Y-%m-%dT%H:%M:%S}Z,{v},{v - 1:.2f},{v + 1:.2f},0"
        ),
    ),
    "tempTripleMean",
    time="startDateTime",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
)
add(
    "estonia",
    table(
        "Aasta,Kuu,Päev,Kell (UTC),Õhutemperatuur °C,Suhteline õhuniiskus %",
        lambda t, v, i: f"{t.year},{t.month},{t.day},{t:%H:%M},{v},81",
    ),
    "Õhutemperatuur °C",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
)
add(
    "oikolab, commas within brackets",
    table(
        "datetime (UTC),coordinates (lat,lon),model (name),temperature (degC),dewpoint_temperature (degC)",
        lambda t, v, i: f'{t},"(40.7, -74.0)",era5,{v},{v - 3:.2f}',
    ),
    "temperature (degC)",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
    says="more_temperatures",
)

add(
    "epa aqs",
    table(
        '"State Code","Site Num","Parameter Code","POC","Parameter Name","Date Local","Time Local",'
        '"Date GMT","Time GMT","Sample Measurement","Units of Measure","MDL"',
        lambda t, v, i: (
            f'"01","0023","62101",1,"Outdoor Temperature","{t:%Y-%m-%d}","{t:%H:%M}",'
            f'"{t + pd.Timedelta("6h"):%Y-%m-%d}","{t + pd.Timedelta("6h"):%H:%M}",'
            f'{v * 9 / 5 + 32:.2f},"Degrees Fahrenheit",0.1'
        ),
    ),
    "Sample Measurement",
    time="Date Local + Time Local",
    unit="°F",
    says="unit_converted",
)
add(
    "ideam",
    table(
        "CodigoEstacion,FechaObservacion,ValorObservado,NombreEstacion,DescripcionSensor,UnidadMedida",
        lambda t, v, i: f"0021,{t:%m/%d/%Y %I:%M:%S %p},{v},EL DORADO,Temp Aire 2 m,°C",
    ),
    "ValorObservado",
)
add(
    "a clock with Uhr",
    table(
        "Datum;Zeit;Temperatur (°C);Taupunkt (°C)",
        lambda t, v, i: f"{t:%d.%m.%Y};{t:%H:%M} Uhr;{comma(v)};{comma(v - 3)}",
    ),
    "Temperatur (°C)",
    time="Datum + Zeit",
    says="decimal_comma",
)
add(
    "weatherbit, apparent temperature first",
    table(
        "app_temp,clouds,datetime,dewpt,temp,wind_spd",
        lambda t, v, i: f"{v - 2:.1f},100,{t:%Y-%m-%d:%H},{v - 3:.1f},{v},3.1",
    ),
    "temp",
    time="datetime",
)

# ---- loggers and home stations -----------------------------------------------------------------

add(
    "campbell toa5",
    table(
        '"TOA5","CR1000","CR1000","1234","CR1000.Std.31","CPU:station.CR1","12345","Hourly"\n'
        '"TIMESTAMP","RECORD","BattV_Avg","PTemp_C_Avg","AirTC_Avg","RH"\n'
        '"TS","RN","Volts","Deg C","Deg C","%"\n"","","Avg","Avg","Avg","Smp"',
        lambda t, v, i: (
            f'"{t}",{i},12.61,{v + 4:.2f},{chr(34) + "NAN" + chr(34) if i == 8 else v},81.2'
        ),
    ),
    "AirTC_Avg",
    time="TIMESTAMP",
    celsius=np.where(_hours == 8, np.nan, CELSIUS),
    says="metadata_lines units_line missing",
)
add(
    "davis weatherlink, two rows of names",
    table(
        "\t\tTemp\tHi\tLow\tOut\tDew\tWind\t\tHeat\tIn\tIn\n"
        "Date\tTime\tOut\tTemp\tTemp\tHum\tPt.\tSpeed\tBar\tIndex\tTemp\tHum",
        lambda t, v, i: (
            f"{t.day:02d}/{t:%m/%y}\t{t.hour % 12 or 12:2d}:00{t:%p}".lower()[:-1]
            + f"\t{'---' if i == 6 else v}\t{v + 1:.1f}\t{v - 1:.1f}\t81\t{v - 3:.1f}\t3.2\t1012.1\t{v}"
            + "\t20.4\t44"
        ),
    ),
    "Temp Out",
    celsius=np.where(_hours == 6, np.nan, CELSIUS),
)
add(
    "davis weatherlink.com",
    table(
        '"Hill Station"\n"From: 2/6/24 0:00 To: 2/25/24 23:00"\n"Interval: 1 hour"\n\n\n'
        '"Date & Time","Barometer - in Hg","Temp - °F","High Temp - °F","Low Temp - °F","Hum - %",'
        '"Dew Point - °F","Wet Bulb - °F","Inside Temp - °F"',
        lambda t, v, i: (
            f'"{american(t)}","30.01",'
            + ('"--"' if i == 6 else f'"{v * 9 / 5 + 32:.1f}"')
            + ',"60.0","20.0","81","30.1","33.3","70.1"'
        ),
        encoding="cp1252",
    ),
    "Temp - °F",
    unit="°F",
    tolerance=0.04,
    celsius=np.where(_hours == 6, np.nan, CELSIUS),
    says="metadata_lines unit_converted",
)
add(
    "wunderground",
    table(
        "Date,Time,Temperature,Dew Point,Humidity,Wind,Wind Speed,Pressure,Condition",
        lambda t, v, i: (
            f"{t:%Y-%m-%d},{t.hour % 12 or 12}:53 {t:%p},{v * 9 / 5 + 32:.0f} °F,30 °F,81 %,SW,8 mph,"
            "29.42 in,Cloudy"
        ),
    ),
    "Temperature",
    unit="°F",
    tolerance=0.3,
    says="off_the_hour",
)
add(
    "ambient, newest first",
    "\n".join(
        [
            '"Date","Simple Date","Outdoor Temperature (°F)","Feels Like (°F)","Dew Point (°F)",'
            '"Indoor Temperature (°F)","Humidity (%)"',
            *reversed(
                [
                    f'"{t:%Y-%m-%dT%H:%M:%S}-05:00","{t}",{f:.1f},{f - 3:.1f},{f - 6:.1f},70.1,81'
                    for t, f in zip(STAMPS, FAHRENHEIT, strict=True)
                ]
            ),
        ]
    ).encode(),
    "Outdoor Temperature (°F)",
    unit="°F",
    start="2024-02-06T05:00:00Z",
    end="2024-02-26T04:00:00Z",
    tolerance=0.04,
    says="unordered unit_converted",
)
add(
    "ecowitt",
    table(
        "Time,Indoor Temperature(℃),Indoor Humidity(%),Outdoor Temperature(℃),Outdoor Humidity(%),"
        "Dew Point(℃),Feels Like (℃)",
        lambda t, v, i: (
            f"{t.year}/{t.month}/{t.day} {t.hour}:00,20.5,44,{v},81,{v - 3:.1f},{v - 2:.1f}"
        ),
    ),
    "Outdoor Temperature(℃)",
)
add(
    "netatmo",
    (
        'Name;Long;Lat;ModuleName;ModuleType\n"Balcony";2.35;48.85;"Outdoor";"Outdoor module"\n'
        'Timestamp;"Timezone : Europe/Paris";Temperature;Humidity\n'
        + "".join(
            f'{int(t.timestamp())};"{t + pd.Timedelta("1h"):%Y/%m/%d %H:%M:%S}";{v};81\n'
            for t, v in zip(HALF_HOURS, np.repeat(CELSIUS, 2), strict=True)
        )
    ).encode(),
    "Temperature",
    time="Timestamp",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
    step="30min",
    says="metadata_lines averaged",
)
add(
    "hobo",
    b"\xef\xbb\xbf"
    + table(
        '"Plot Title: 10349827"\n'
        '"#","Date Time, GMT+01:00","Temp, °C (LGR S/N: 10349827, SEN S/N: 10349827, LBL: Air)",'
        '"Intensity, Lux (LGR S/N: 10349827)","Coupler Detached (LGR S/N: 10349827)",'
        '"Host Connected (LGR S/N: 10349827)","End Of File (LGR S/N: 10349827)"',
        lambda t, v, i: f"{i + 1},{t:%m/%d/%y %I:%M:%S %p},{v},0.0,,,",
        "481,02/26/24 12:00:13 AM,,,Logged,,\n482,02/26/24 12:01:22 AM,,,,Logged,Logged",
        end="\r\n",
    ),
    "Temp, °C (LGR S/N: 10349827, SEN S/N: 10349827, LBL: Air)",
    time="Date Time, GMT+01:00",
    start="2024-02-06T00:00:00+01:00",
    end="2024-02-25T23:00:00+01:00",
    says="metadata_lines missing",
)
add(
    "thermochron",
    table(
        "1-Wire/iButton Part Number: DS1921G-F5\n1-Wire/iButton Registration Number: 0F00\n"
        "Is Mission Active?  true\nMission Start:  Tue Feb 06 00:00:00 CET 2024\n"
        "Sample Rate:  Every 60 minute(s)\n\nDate/Time,Unit,Value",
        lambda t, v, i: f"{t:%d/%m/%y %I:%M:%S %p},C,{v}",
    ),
    "Value",
    time="Date/Time",
    says="metadata_lines",
)
add(
    "easylog",
    table(
        "Fridge,Time,Celsius(°C),High Alarm,Low Alarm,Serial Number",
        lambda t, v, i: (
            f"{i + 1},{t:%d/%m/%Y %H:%M:%S},{v},30.0,-10.0{',010012' if i == 0 else ''}"
        ),
    ),
    "Celsius(°C)",
    time="Time",
)
add(
    "govee",
    table(
        "Timestamp for sample frequency every 60 min min,Temperature_Celsius,Relative_Humidity",
        lambda t, v, i: f"{t},{v},81.2",
    ),
    "Temperature_Celsius",
)
add(
    "home assistant",
    (
        "entity_id,state,last_changed\n"
        + "".join(
            f"sensor.outdoor_temperature,{'unavailable' if i == 5 else v},"
            f"{t:%Y-%m-%dT%H}:{i * i * 7 % 53:02d}:12.345Z\n"
            for i, (t, v) in enumerate(zip(STAMPS, CELSIUS, strict=True))
        )
    ).encode(),
    "state",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
    step="1h",
    celsius=np.where(_hours == 5, np.nan, CELSIUS),
    says="missing",
)
add(
    "grafana",
    table('sep=,\n"Time","Outdoor"', lambda t, v, i: f"{t},{v:.2f} °C"),
    "Outdoor",
    says="metadata_lines",
)
add(
    "testo",
    table(
        "Datum;Uhrzeit;Temperatur [°C];Feuchte [%]",
        lambda t, v, i: f"{t:%d.%m.%Y};{t:%H:%M:%S};{comma(v)};81,2",
        encoding="cp1252",
    ),
    "Temperatur [°C]",
    says="decimal_comma",
)
add(
    "spreadsheet serials",
    table(
        "Date,Air temp (F)",
        lambda t, v, i: (
            f"{(t - pd.Timestamp('1899-12-30')) / pd.Timedelta('1D'):.6f},{v * 9 / 5 + 32:.2f}"
        ),
    ),
    "Air temp (F)",
    unit="°F",
    says="unit_converted",
)
add(
    "day of the year",
    table("Year,DOY,Hour,Tair_C", lambda t, v, i: f"{t.year},{t.day_of_year},{t.hour},{v}"),
    "Tair_C",
)
add(
    "day of the year, hours and minutes in one",
    table(
        "Year,Day_of_Year,HrMin,AirTC_Avg",
        lambda t, v, i: f"{t.year},{t.day_of_year},{t.hour * 100},{v}",
    ),
    "AirTC_Avg",
)
add(
    "hours and minutes in one",
    table(
        "Year,Mo,Day,HHMM,TempC", lambda t, v, i: f"{t.year},{t.month},{t.day},{t.hour * 100},{v}"
    ),
    "TempC",
)

add(
    "sensirion",
    table(
        "# EdfVersion=4.0\n# Type=float,Format=.3f,Unit=s\nEpoch_UTC\tLocal_Date_Time\tT_SHT4x\tRH_SHT4x",
        lambda t, v, i: f"{t.timestamp():.6f}\t{t:%Y-%m-%dT%H:%M:%S}.000000\t{v:.3f}\t50.1",
    ),
    "T_SHT4x",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
)
add(
    "influx, a table for each field",
    "\n".join(
        "#group,false,false,true,true,false,false,true\n"
        "#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string\n"
        "#default,_result,,,,,,\n,result,table,_start,_stop,_time,_value,_field\n"
        + "".join(
            f",,{k},2024-02-06T00:00:00Z,2024-02-26T00:00:00Z,{t:%Y-%m-%dT%H:%M:%S}Z,{figure:.2f},{field}\n"
            for t, figure in zip(STAMPS, figures, strict=True)
        )
        for k, (field, figures) in enumerate(
            {
                "humidity": 80 - CELSIUS,
                "temperature": CELSIUS,
                **{f"pm{k}": 900 + DEW for k in range(8)},
            }.items()
        )
    ).encode(),
    "_value",
    time="_time",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
    says="comment_lines repeated_headers other_quantities",
)

# ---- well-known data sets ----------------------------------------------------------------------

add(
    "jena",
    (
        '"Date Time","p (mbar)","T (degC)","Tpot (K)","Tdew (degC)","rh (%)","wv (m/s)"\n'
        + "".join(
            f"{t:%d.%m.%Y %H:%M:%S},996.52,{v:.2f},{v + 272:.2f},{v - 3:.2f},81.2,-9999.00\n"
            for t, v in zip(TEN_MINUTES, np.repeat(CELSIUS, 6), strict=True)
        )
    ).encode(),
    "T (degC)",
    time="Date Time",
    step="10min",
    says="averaged",
)
add(
    "beijing",
    table(
        "No,year,month,day,hour,pm2.5,DEWP,TEMP,PRES,cbwd,Iws,Is,Ir",
        lambda t, v, i: (
            f"{i + 1},{t.year},{t.month},{t.day},{t.hour},NA,{v - 3:.0f},{v},1021,NW,1.79,0,0"
        ),
    ),
    "TEMP",
)
add(
    "delhi",
    table(
        "datetime_utc, _conds, _dewptm, _fog, _hail, _heatindexm, _hum, _tempm, _wspdm",
        lambda t, v, i: f"{t:%Y%m%d-%H:%M},Smoke,{v - 3:.0f},0,0,,27,{v},7.4",
    ),
    "_tempm",
    start="2024-02-06T00:00:00Z",
    end="2024-02-25T23:00:00Z",
)
add(
    "a column for each city",
    table(
        "datetime,Vancouver,Portland,San Francisco,Seattle",
        lambda t, v, i: (
            f"{t},,,,"
            if i == 0
            else f"{t},{v + 273.15},{v + 274.15:.2f},{v + 279.15:.2f},{v + 272.15:.2f}"
        ),
    ),
    "Vancouver",
    unit="K",
    start="2024-02-06T01:00:00",
    celsius=CELSIUS[1:],
    says="more_temperatures unit_converted temperature_by_content",
)
add(
    "appliances",
    (
        "date,Appliances,lights,T1,RH_1,T2,RH_2,T6,RH_6,T_out,Press_mm_hg,RH_out,Tdewpoint,rv1\n"
        + "".join(
            f'"{t}",60,30,19.89,47.6,19.2,44.8,{v + 0.4:.2f},84.3,{v},733.5,92.0,{v - 3:.1f},13.2\n'
            for t, v in zip(TEN_MINUTES, np.repeat(CELSIUS, 6), strict=True)
        )
    ).encode(),
    "T_out",
    step="10min",
)
add(
    "transformer",
    table(
        "date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT",
        lambda t, v, i: f"{t},5.827,2.009,1.599,0.462,4.203,1.340,{v}",
    ),
    "OT",
)
add(
    "thousands of numbers",
    table(
        "time;pressure (Pa);temp (°C)",
        lambda t, v, i: f"{t:%d.%m.%Y %H:%M};101.320,5;{comma(v)}",
    ),
    "temp (°C)",
    says="decimal_comma",
)
add(
    "panama",
    table(
        "datetime,nat_demand,T2M_toc,QV2M_toc,TQL_toc,W2M_toc,T2M_san,QV2M_san,Holiday_ID,school",
        lambda t, v, i: (
            f"{t:%d-%m-%Y %H:%M},970.345,{v},0.0185,0.0161,21.85,{v - 2:.2f},0.0174,0,0"
        ),
    ),
    "T2M_toc",
    says="more_temperatures",
)
add(
    "an air handling unit",
    table(
        "Datetime,AHU: Supply Air Temperature,AHU: Supply Air Temperature Set Point,"
        "AHU: Outdoor Air Temperature,AHU: Mixed Air Temperature,AHU: Return Air Temperature",
        lambda t, v, i: f"{american(t)},55.1,55,{v * 9 / 5 + 32:.2f},60.3,72.1",
    ),
    "AHU: Outdoor Air Temperature",
    unit="°F",
)
add(
    "hours that end, named HE",
    table(
        "Date,HE,DryBulb,DewPoint",
        lambda t, v, i: f"{t.month}/{t.day}/{t.year},{t.hour + 1},{v},{v - 3:.1f}",
    ),
    "DryBulb",
    time="Date + HE",
    start="2024-02-06T01:00:00",
    end="2024-02-26T00:00:00",
    says="twenty_four",
)
add(
    "informer's weather, as it spells Fahrenheit",
    table(
        "date,Visibility,DryBulbFarenheit,WetBulbFarenheit,RelativeHumidity",
        lambda t, v, i: f"{t},10.0,{v * 9 / 5 + 32:.2f},{v * 9 / 5 + 30:.2f},81",
    ),
    "DryBulbFarenheit",
    unit="°F",
    says="unit_converted",
)
add(
    "noaa isd, abbreviated",
    table(
        "  USAF  WBAN YR--MODAHRMN DIR SPD GUS CLG SKC L M H  VSB MW MW TEMP DEWP    SLP PCP01",
        lambda t, v, i: (
            f"725030 14732 {t:%Y%m%d%H%M} 220   9 *** 722 SCT * * * 10.0 ** ** "
            f"{v * 9 / 5 + 50:5.1f} {v * 9 / 5 + 46:5.1f} 1013.2 *****"
        ),
    ),
    "TEMP",
    celsius=CELSIUS + 10,
    tolerance=0.04,
    unit="°F",
)
add(
    "croatia",
    table(
        "Datum;Sat;Temperatura zraka (°C)",
        lambda t, v, i: f"{t:%d.%m.%Y.};{t.hour};{comma(v)}",
    ),
    "Temperatura zraka (°C)",
    time="Datum + Sat",
)
add(
    "days told by switches named as in English",
    table("Date,Mon,Sat,time of day,temp (C)", lambda t, v, i: f"{t},0,1,{t.hour},{v}"),
    "temp (C)",
    time="Date",
)
add(
    "AM and PM in a column of their own",
    table(
        "Date,Time,AM/PM,Temp (C)",
        lambda t, v, i: f"{t:%m/%d/%Y},{t.hour % 12 or 12}:{t:%M},{t:%p},{v}",
    ),
    "Temp (C)",
    time="Date + Time + AM/PM",
)
add(
    "months as words",
    table("Year,Month,Day,Hour,Temp (C)", lambda t, v, i: f"{t.year},{t:%B},{t.day},{t.hour},{v}"),
    "Temp (C)",
)
add(
    "a forecast beside what was measured",
    table(
        "time,predicted_temp,temp_lag1,temp",
        lambda t, v, i: f"{t},{v + 1:.1f},{v - 1:.1f},{v}",
    ),
    "temp",
)
add(
    "named by one letter",
    table("date,T in [C],T out [C]", lambda t, v, i: f"{t},20.{i % 10},{v}"),
    "T out [C]",
)
add(
    "written at once, later",
    table(
        "created_at,updated_at,observed_at,temp_c",
        lambda t, v, i: f"2024-03-01 10:00:00,2024-03-01 10:00:00,{t},{v}",
    ),
    "temp_c",
    time="observed_at",
)
add(
    "points of a building explained above",
    table(
        '"Key            Name:Suffix                        Trend Definitions Used"\n'
        '"Point_1:","BLDG.AHU1.OAT","","1 hour"\n"Point_2:","BLDG.AHU1.RAT","","1 hour"\n""\n'
        '"<>Date","Time","Point_1","Point_2"',
        lambda t, v, i: (
            f'"{t.month}/{t.day}/{t.year}","{t:%H:%M:%S}","{"No Data" if i == 4 else v}","21.2"'
        ),
        '" ******************** End of Report *********************"',
    ),
    "Point_1",
    celsius=np.where(_hours == 4, np.nan, CELSIUS),
    says="metadata_lines missing",
)
