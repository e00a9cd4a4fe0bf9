<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Only the %n chosen rows</source>
        <translation>
            <numerusform>Only the %n chosen row</numerusform>
            <numerusform>Only the %n chosen rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows are in {file}.</source>
        <translation>
            <numerusform>%n row is in {file}.</numerusform>
            <numerusform>%n rows are in {file}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Outlet</name>
    <message numerus="yes">
        <source>%n row(s) copied.</source>
        <translation>
            <numerusform>%n row copied.</numerusform>
            <numerusform>%n rows copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message numerus="yes">
        <source>↑ %n new – show</source>
        <translation>
            <numerusform>↑ %n new – show</numerusform>
            <numerusform>↑ %n new – show</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportSheet</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message numerus="yes">
        <source>%n not sent yet</source>
        <translation>
            <numerusform>%n not sent yet</numerusform>
            <numerusform>%n not sent yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Loud</name>
    <message numerus="yes">
        <source>%n SECOND(S)</source>
        <translation>
            <numerusform>%n SECOND</numerusform>
            <numerusform>%n SECONDS</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n MINUTE(S)</source>
        <translation>
            <numerusform>%n MINUTE</numerusform>
            <numerusform>%n MINUTES</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n HOUR(S)</source>
        <translation>
            <numerusform>%n HOUR</numerusform>
            <numerusform>%n HOURS</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n DAY(S)</source>
        <translation>
            <numerusform>%n DAY</numerusform>
            <numerusform>%n DAYS</numerusform>
        </translation>
    </message>
</context>
</TS>
