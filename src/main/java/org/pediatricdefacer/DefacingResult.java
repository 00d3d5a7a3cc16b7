package org.pediatricdefacer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.proof.DefacingProof;
import org.pediatricdefacer.proof.HeadDoubt;
import org.pediatricdefacer.proof.HeaderDifference;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.proof.VerdictRules;
import org.pediatricdefacer.removal.RemovedRegion;

/**
 * Holds what came out of defacing one scan.
 *
 * @param <T> pixel type of the scan
 * @param defaced a copy of the scan's stored values, changed inside the removed region only; check {@link #verdict()} before passing it on
 * @param labels what was found, or given, to be removed, on the scan's grid: 0 nothing, 2 face, 3 eyes, 4 ears; identifies a person
 * @param region what was erased
 * @param facemask what the program found; its own labels differ if a mask was given
 * @param proof what was and was not changed
 * @param seconds wall time of each room, in the order in which they were entered
 * @param warnings sentences for the user on what was assumed
 */
public record DefacingResult<T>(RandomAccessibleInterval<T> defaced, RandomAccessibleInterval<UnsignedByteType> labels,
	RemovedRegion region, Facemask facemask, DefacingProof proof, Map<String, Double> seconds, List<String> warnings)
{

	/** Checks that nothing is missing, and copies the collections. */
	public DefacingResult {
		Objects.requireNonNull(defaced, "defaced");
		Objects.requireNonNull(labels, "labels");
		Objects.requireNonNull(region, "region");
		Objects.requireNonNull(facemask, "facemask");
		Objects.requireNonNull(proof, "proof");
		seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
		warnings = List.copyOf(warnings);
	}

	/**
	 * Returns what was erased.
	 *
	 * @return on the scan's grid: 1 erased, 0 as it was
	 */
	public RandomAccessibleInterval<UnsignedByteType> removed() {
		return region.voxels();
	}

	/**
	 * Judges the proof.
	 *
	 * @return verdict and reasons
	 */
	public Judgment judgment() {
		return VerdictRules.judge(proof);
	}

	/**
	 * Judges the proof, without reasons.
	 *
	 * @return what to do with the defaced scan
	 */
	public Verdict verdict() {
		return judgment().verdict();
	}

	/** Adds to the result of erasing what finding took and told. */
	DefacingResult<T> after(final Findings findings) {
		final Map<String, Double> all = new LinkedHashMap<>(findings.seconds());
		all.putAll(seconds);
		return new DefacingResult<>(defaced, labels, region, facemask, proof.withDoubt(findings.doubt()).withCarried(findings.carried()), all,
			warnings);
	}

	/**
	 * Adds to the proof what the scan's file tells.
	 *
	 * @param markedDefaced whether the header says that the scan was defaced before
	 * @param header what is changed in the header
	 * @return this result with more proof
	 */
	public DefacingResult<T> withHeader(final boolean markedDefaced, final HeaderDifference header) {
		return new DefacingResult<>(defaced, labels, region, facemask, proof.withHeader(markedDefaced, header), seconds, warnings);
	}

	/** Returns this result with what makes the head none that can be defaced. */
	DefacingResult<T> withDoubt(final HeadDoubt doubt) {
		return new DefacingResult<>(defaced, labels, region, facemask, proof.withDoubt(doubt), seconds, warnings);
	}
}
