@echo off
rem Starts the Pediatric Defacer. Set JAVA_HOME to choose the Java (17 or newer), DEFACE_JAVA_OPTS to add JVM options.
setlocal
set "APP=%~dp0.."
if exist "%APP%\runtime\bin\java.exe" (set "JAVA=%APP%\runtime\bin\java.exe") else if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java.exe") else (set "JAVA=java")
"%JAVA%" -XX:+UseSerialGC -XX:MaxRAMPercentage=50 ^
 -Djava.awt.headless=true -Dai.djl.offline=true -Dorg.slf4j.simpleLogger.defaultLogLevel=error ^
 "-Dpediatricdefacer.models=%APP%\models" %DEFACE_JAVA_OPTS% ^
 -cp "%APP%\lib\*" org.pediatricdefacer.cli.Deface %*
exit /b %ERRORLEVEL%
