#!/bin/bash
# Runs a plan under a real Slurm on this machine: its controller, one node and munge, for the time of this check only. As root, after
# mvn package -DskipTests, in the folder of pom.xml (Debian: apt-get install slurm-wlm munge):
#
#     src/test/sh/slurm_check.sh
#
# Two arrays of the same three shards at once, one job of which is requeued while it runs and one is told that its time is up: every scan is
# defaced once, and the images have the bytes of a run without Slurm. Where something is missing it says so and ends with status 77.
set -u

for program in slurmctld slurmd sbatch munged; do
	command -v "$program" >/dev/null || PATH=$PATH:/usr/sbin
	command -v "$program" >/dev/null || { echo "slurm_check: skipped, there is no $program"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "slurm_check: skipped, only root may start jobs"; exit 77; }
app=$PWD/target/app
[ -x "$app/bin/deface" ] || { echo "slurm_check: skipped, there is no $app; run mvn package -DskipTests"; exit 77; }

work=$(mktemp -d /tmp/slurm_check.XXXXXX)
chmod 755 "$work"
started=''
finish() {
	for pid in $started; do kill "$pid" 2>/dev/null; done
	sleep 1
	[ "${KEEP:-no}" = yes ] || rm -rf "$work"
}
trap finish EXIT

say() { echo "slurm_check: $*"; }
fail() {
	say "FAILED: $*"
	cat "$work"/*.log | tail -n 60
	exit 1
}

# munge tells Slurm who asks; a key, a socket and a log of its own.
mkdir -m 755 "$work/munge"
dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 2>/dev/null
chmod 600 "$work/munge/key"
munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
	--log-file="$work/munge/log" --seed-file="$work/munge/seed" >"$work/munged.log" 2>&1 &
started="$!"

host=$(hostname -s)
cat >"$work/slurm.conf" <<END
ClusterName=check
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=5
SchedulerParameters=sched_interval=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 RealMemory=16000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=YES
END
export SLURM_CONF=$work/slurm.conf
mkdir "$work/state" "$work/spool"
slurmctld -D >>"$work/slurmctld.out.log" 2>&1 &
started="$started $!"
slurmd -D -N "$host" >>"$work/slurmd.out.log" 2>&1 &
started="$started $!"
for _ in $(seq 30); do
	sinfo -h -o %T 2>/dev/null | grep -q idle && break
	sleep 1
done
sinfo -h -o %T | grep -q idle || fail "the node did not come up"
say "$(slurmctld -V), $(sinfo -h -o '%n %c cores')"

mkdir "$work/scans"
n=0
for scan in test-images/{infant_t1,teenager_flair_scaled,toddler_flair_lpi}.nii.gz; do
	for copy in a b; do
		n=$((n + 1))
		cp "$scan" "$work/scans/$copy$(basename "$scan")"
	done
done

export PATH="$app/bin:$PATH"
deface plan "$work/scans" --out "$work/out" --shards 3 --threads 1 >"$work/plan.log" || fail "no plan"
line=$(sed -n 's/^To start: //p' "$work/plan.log")
say "$line"
cd "$work" || exit 1
first=$(eval "${line/sbatch/sbatch --parsable --mem=2G}") || fail "not taken"
second=$(eval "${line/sbatch/sbatch --parsable --mem=2G}") || fail "not taken"
state() { squeue -h -j "$1" -o %T 2>/dev/null; }
for _ in $(seq 60); do
	[ "$(state "${first}_0")" = RUNNING ] && [ "$(state "${first}_1")" = RUNNING ] && break
	sleep 1
done
sleep 4
scontrol requeue "${first}_0" && say "job ${first}_0 was requeued by the cluster"
scancel --batch --signal=USR1 "${first}_1" && say "job ${first}_1 was told that its time is nearly up"
# What is requeued waits two minutes unless it is told to begin.
for _ in $(seq 600); do
	left=$(squeue -h -r -o '%i %T %r')
	[ -n "$left" ] || break
	squeue -h -r -t PENDING -o '%i %r' | awk '$2 == "BeginTime" {print $1}' | while read -r job; do scontrol update JobId="$job" StartTime=now; done
	sleep 1
done
[ -z "$left" ] || fail "jobs are left: $left"

cat "$work"/deface-*_*.log
deface status "$work/out-plan" || fail "not all is done"
for name in "$work"/scans/*; do
	times=$(cat "$work"/deface-*_*.log | grep -c -E "^\[.*\] (pass|review) .* $name")
	[ "$times" -eq 1 ] || fail "$name was defaced $times times"
done
grep -q "put into the queue again" "$work"/deface-"$first"_1.log || fail "${first}_1 did not queue itself again"
deface "$work/scans" --out "$work/plain" --threads 1 >"$work/plain.log" || fail "not defaced without Slurm"
for file in "$work"/plain/*.nii.gz; do
	cmp "$file" "$work/out/$(basename "$file")" || fail "other bytes than without Slurm"
done
[ -z "$(find "$work/out" "$work/out-plan" -name '*.tmp')" ] || fail "temporary files are left"
say "$n scans in 3 shards, run by two arrays at once: each was defaced once, with the bytes of a run without Slurm"
