#!/usr/bin/env bash
# Defaces copies of a phantom on Spark clusters of this machine, kills an executor midway, lets attempts race, and compares all bytes with those
# of the program run without Spark. After mvn package -DskipTests, in the folder of pom.xml:
#   src/test/sh/spark_cluster.sh [COUNT]
# SPARK_HOME is a Spark 4; where it is not set, one is made of the jars that Maven has. Prints a line for each check; takes some minutes.
set -euo pipefail

count=${1:-24}
phantom=test-images/infant_t2_thick.nii.gz
work=$(mktemp -d)
started=()
finish() {
	for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
	rm -rf "$work"
}
trap finish EXIT
export DEFACE_APP=$PWD/target/app DEFACE_CORES=1

check() {
	if "${@:2}"; then echo "ok    $1"; else echo "FAILS $1"; exit 1; fi
}

# A folder as Spark is shipped, without what only its own scripts need.
make_home() {
	export SPARK_HOME=$work/spark SPARK_SCALA_VERSION=2.13
	local jar name package opens=''
	mkdir -p "$SPARK_HOME/jars" "$SPARK_HOME/bin"
	mvn -o -q dependency:build-classpath -Dmdep.outputFile="$work/classpath" -DincludeScope=test
	for jar in $(tr ':' ' ' <"$work/classpath"); do
		name=$(basename "$jar")
		case $name in slf4j-simple*) continue ;; slf4j-api*) ;; *) [ ! -e "$DEFACE_APP/lib/$name" ] || continue ;; esac
		ln -s "$jar" "$SPARK_HOME/jars/"
	done
	for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
		java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
		opens="$opens --add-opens=java.base/$package=ALL-UNNAMED"
	done
	# shellcheck disable=SC2016 # for the file
	printf '#!/bin/sh\nexec java%s -cp "$SPARK_HOME/jars/*" "$@"\n' "$opens" >"$SPARK_HOME/bin/spark-class"
	# shellcheck disable=SC2016
	printf '#!/bin/sh\nexec "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.SparkSubmit "$@"\n' >"$SPARK_HOME/bin/spark-submit"
	chmod +x "$SPARK_HOME"/bin/*
}

# Runs deface on a cluster: place for results, then options of spark-submit.
spark() {
	local place=$1
	shift
	src/deploy/spark/deface-spark "$@" -- "$work/scans.txt" --out "$work/$place/out" --private "$work/$place/private" --results "$work/$place" \
		>"$work/$place.log" 2>"$work/$place.err"
}

same() {
	local name
	while IFS= read -r name; do cmp "$work/alone/$name" "$work/$1/out/$name" || return 1; done < <(cd "$work/alone" && find . -name '*.nii.gz')
	[ "$(find "$work/$1/out" -name '[!.]*' -type f | wc -l)" = "$(find "$work/alone" -type f | wc -l)" ]
}

once() {
	[ "$(tail -n +2 "$work/$1/defacing.csv" | cut -d, -f1 | sort -u | wc -l)" = "$count" ] && [ "$(tail -n +2 "$work/$1/defacing.csv" | wc -l)" = "$count" ]
}

[ -n "${SPARK_HOME:-}" ] || make_home
mkdir "$work/scans"
for n in $(seq "$count"); do cp "$phantom" "$work/scans/scan $n.nii.gz"; done
find "$work/scans" -type f >"$work/scans.txt"
"$DEFACE_APP/bin/deface" "$work/scans" --threads 1 --out "$work/alone" >"$work/alone.log"
check 'without Spark' test "$(find "$work/alone" -name '*_defaced.nii.gz' | wc -l)" = "$count"

seconds=$SECONDS
spark cluster --master 'local-cluster[2,1,2048]' &
driver=$!
started+=("$driver")
until [ "$(find "$work/cluster/out" -name '[!.]*_defaced.nii.gz' 2>/dev/null | wc -l)" -ge 3 ]; do
	kill -0 "$driver" 2>/dev/null || { cat "$work/cluster.err" && exit 1; }
	sleep 1
done
# The shell runs the launcher, which became the driver, whose children are the executors.
executor=$(for parent in $(pgrep -P "$driver") "$driver"; do pgrep -P "$parent" -f CoarseGrainedExecutorBackend || true; done | head -n 1)
kill -9 "$executor"
check "local-cluster ends well though executor $executor was killed" wait "$driver"
echo "      $((SECONDS - seconds)) s for $count scans; $(tail -n 1 "$work/cluster.log")"
check 'local-cluster: the same bytes' same cluster
check 'local-cluster: every scan once in the table' once cluster

"$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 7377 --webui-port 8377 >"$work/master.log" 2>&1 &
started+=("$!")
sleep 8
"$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 2 --memory 4g --webui-port 8378 --work-dir "$work/worker" \
	spark://127.0.0.1:7377 >"$work/worker.log" 2>&1 &
started+=("$!")
seconds=$SECONDS
check 'standalone master and worker, attempts that race' spark standalone --master spark://127.0.0.1:7377 --conf spark.speculation=true \
	--conf spark.speculation.quantile=0.1 --conf spark.speculation.multiplier=1.01 --conf spark.speculation.minTaskRuntime=1s \
	--conf spark.speculation.interval=500ms --conf spark.executor.memory=1g
echo "      $((SECONDS - seconds)) s for $count scans; $(tail -n 1 "$work/standalone.log")"
check 'standalone: the same bytes' same standalone
check 'standalone: every scan once in the table' once standalone
check 'a second run' spark standalone --master spark://127.0.0.1:7377 --conf spark.executor.memory=1g
check 'a second run passes over all' grep -q " $count skipped" "$work/standalone.log"
