#!/bin/sh
# Compares a graphics card with the processor in less than five minutes, and installs nothing. After mvn package -DskipTests, in the folder
# of pom.xml, with a python3 whose torch is 2.7.1 for CUDA 12.8:
#
#     src/test/sh/gpu_check.sh [SCAN.nii.gz] [DEVICE]
#
# Prints one table, and writes it to target/gpu_check.md. With the device cpu it tries itself out without a card and without torch.
set -eu

scan=${1:-test-images/school_t1ce_tumor.nii.gz}
device=${2:-gpu}
if [ "$device" != cpu ]; then
	torch=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__), torch.__version__)') || {
		echo "gpu_check: python3 has no torch; install torch 2.7.1 for CUDA 12.8, or put the python3 that has it first in PATH" >&2
		exit 2
	}
	case $torch in
		*" 2.7.1+cu128") ;;
		*)
			echo "gpu_check: python3 has torch ${torch##* }, and 2.7.1+cu128 is needed; put the python3 that has it first in PATH" >&2
			exit 2
			;;
	esac
	folder=${torch% *}
	export PYTORCH_LIBRARY_PATH="$folder/lib" PYTORCH_FLAVOR=cu128
	# The libraries of CUDA come as packages beside torch.
	for libraries in "$folder"/../nvidia/*/lib; do
		LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
	done
	export LD_LIBRARY_PATH
fi
exec timeout 290 java -Djava.awt.headless=true -cp "target/test-classes:target/app/lib/*" org.pediatricdefacer.infer.GpuCheck "$scan" "$device"
