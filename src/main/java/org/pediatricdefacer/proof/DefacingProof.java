package org.pediatricdefacer.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.pediatricdefacer.mask.CutSurface;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.HeadFacts;
import org.pediatricdefacer.mask.MaskCheck;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.mask.RegionFound;
import org.pediatricdefacer.removal.RemovalFacts;
import org.pediatricdefacer.removal.RemovedRegion;

/**
 * What is known of one defacing, measured on what was really done and not on what was meant to be done.
 *
 * @param outside hashes of the voxels outside the mask, before and after
 * @param asked the regions that were to be removed
 * @param regions what was found of each region and how much of it is in the mask: brain, face, eyes, ears
 * @param facts what was seen of the head
 * @param check the mask checked against the model's probabilities and the skin
 * @param removal what the removed region costs and leaves
 * @param carried what was found on other scans of the session; null if nothing was
 * @param recovery how much of the face can be got back from what is published
 * @param cut where the head had been cut before; {@link CutSurface#NONE} if this was not looked at
 * @param left what is left of the face, as a viewer sees it; {@link FaceLeft#UNKNOWN} if this was not looked at
 * @param doubt what makes the head none that can be defaced
 * @param markedDefaced whether the header says that the scan was defaced before
 * @param header what was changed in the header
 * @param notes anything else worth knowing, one sentence each
 */
public record DefacingProof(OutsideHash outside, Set<Region> asked, List<RegionFound> regions, HeadFacts facts, MaskCheck check,
	RemovalFacts removal, CarriedMask carried, Recovery recovery, CutSurface cut, FaceLeft left, HeadDoubt doubt, boolean markedDefaced, HeaderDifference header,
	List<String> notes)
{

	/** Checks that nothing is missing, and copies the collections. */
	public DefacingProof {
		Objects.requireNonNull(outside, "outside");
		Objects.requireNonNull(facts, "facts");
		Objects.requireNonNull(check, "check");
		Objects.requireNonNull(removal, "removal");
		Objects.requireNonNull(recovery, "recovery");
		Objects.requireNonNull(cut, "cut");
		Objects.requireNonNull(left, "left");
		Objects.requireNonNull(doubt, "doubt");
		Objects.requireNonNull(header, "header");
		asked = Set.copyOf(asked);
		regions = List.copyOf(regions);
		notes = List.copyOf(notes);
	}

	/**
	 * Makes the proof of a defacing.
	 *
	 * @param outside hashes of the scan and of the defaced scan
	 * @param asked the regions that were to be removed
	 * @param mask what was made from the scan
	 * @param labels the mask: that of the scan, or one that was given
	 * @param region what was really erased
	 * @param cut where the head had been cut before
	 */
	public static DefacingProof of(final OutsideHash outside, final Set<Region> asked, final Facemask mask,
		final RandomAccessibleInterval<UnsignedByteType> labels, final RemovedRegion region, final CutSurface cut)
	{
		return new DefacingProof(outside, asked,
			RegionFound.measure(mask.classes(), region.voxels(), mask.grid(), mask.facts()), mask.facts(), mask.evidence().check(labels, region.voxels()),
			region.facts(), null, Recovery.NONE, cut, FaceLeft.UNKNOWN, HeadDoubt.NONE, false, HeaderDifference.NONE, List.of());
	}

	/** Returns this proof with what is known of the header. */
	public DefacingProof withHeader(final boolean marked, final HeaderDifference difference) {
		return new DefacingProof(outside, asked, regions, facts, check, removal, carried, recovery, cut, left, doubt, marked, difference, notes);
	}

	/** Returns this proof with where what was erased was found; null if on this scan alone. */
	public DefacingProof withCarried(final CarriedMask mask) {
		// A scan that shows no skin of the face, or none of the face, is checked by the skin of those that do.
		final boolean showsFace = mask == null || mask.own() || left.features().stream().anyMatch(feature -> !feature.ear() && feature.measured());
		final FaceLeft seen = showsFace ? left : new FaceLeft(left.frame(), List.of(), left.globes(), left.volumes(), left.dark());
		return new DefacingProof(outside, asked, regions, facts, check, removal, mask, recovery, cut, seen, doubt, markedDefaced, header, notes);
	}

	/** Returns this proof with what is left of the face. */
	public DefacingProof withLeft(final FaceLeft found) {
		return new DefacingProof(outside, asked, regions, facts, check, removal, carried, recovery, cut, found, doubt, markedDefaced, header, notes);
	}

	/** Returns this proof with what makes the head none that can be defaced. */
	public DefacingProof withDoubt(final HeadDoubt found) {
		return new DefacingProof(outside, asked, regions, facts, check, removal, carried, recovery, cut, left, found, markedDefaced, header, notes);
	}

	/** Returns this proof with what can be got back of the face. */
	public DefacingProof withRecovery(final Recovery attacks) {
		return new DefacingProof(outside, asked, regions, facts, check, removal, carried, attacks, cut, left, doubt, markedDefaced, header, notes);
	}

	/** Returns this proof with one more note. */
	public DefacingProof withNote(final String note) {
		final List<String> more = new ArrayList<>(notes);
		more.add(note);
		return new DefacingProof(outside, asked, regions, facts, check, removal, carried, recovery, cut, left, doubt, markedDefaced, header, more);
	}

	/** Returns what was found of a region. */
	public RegionFound region(final Region region) {
		return regions.get(region.ordinal());
	}

	/** Returns the number of voxels of the brain class inside the mask; must be 0. */
	public long brainVoxelsRemoved() {
		return region(Region.BRAIN).voxelsRemoved();
	}

	/** Returns the share of the regions asked for that is inside the mask, 0 to 1; NaN if nothing was found of them. */
	public double shareRemoved() {
		double found = 0;
		double removed = 0;
		for (final Region region : asked) {
			found += region(region).found_ml();
			removed += region(region).removed_ml();
		}
		return found == 0 ? Double.NaN : removed / found;
	}

	/** Returns how sure the model is of the mask, 0 to 1. */
	public double confidence() {
		return check.confidence();
	}
}
