package org.pediatricdefacer.dicom;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.pediatricdefacer.dicom.SliceSorter.Unsorted;

/** A series of slices of MR: its instances in order, and the volumes that they make, or why they make none. */
public final class DicomSeries {

	/** A slab that does not even hold an eye (24 mm) leaves the network to guess. */
	private static final double LEAST_THICKNESS_MM = 20;

	private final List<Instance> instances;
	private final List<VolumeGroup> groups;
	private final String refusal;
	private final List<String> notes = new ArrayList<>();

	private DicomSeries(final List<Instance> instances, final List<VolumeGroup> groups, final String refusal) {
		this.instances = instances;
		this.groups = groups;
		this.refusal = refusal;
	}

	/**
	 * Sorts the instances of a series.
	 *
	 * @param instances of one series, none of which is withheld
	 * @param damage why a file of the series cannot be read, null if all can
	 */
	static DicomSeries of(final List<Instance> instances, final String damage) {
		final List<Instance> ordered = new ArrayList<>(instances);
		ordered.sort(Comparator.comparingInt(Instance::number).thenComparing(Instance::file));
		final String refusal = damage != null ? damage : refusal(ordered);
		if (refusal != null) return new DicomSeries(ordered, List.of(), refusal);
		try {
			final DicomSeries series = new DicomSeries(ordered, VolumeGroup.of(volumes(ordered)), null);
			series.note();
			return series;
		}
		catch (final Unsorted e) {
			return new DicomSeries(ordered, List.of(), e.getMessage());
		}
	}

	private static List<SliceVolume> volumes(final List<Instance> instances) throws Unsorted {
		final List<Slice> slices = new ArrayList<>();
		for (final Instance instance : instances)
			instance.frames().forEach(frame -> slices.add(new Slice(instance, frame)));
		// The slices of a localizer cross each other, or lie far apart: each is for itself.
		return isLocalizer(instances) ? slices.stream().map(SliceSorter::alone).toList() : SliceSorter.volumes(slices);
	}

	private static boolean isLocalizer(final List<Instance> instances) {
		return instances.stream().anyMatch(Instance::isLocalizer);
	}

	private static String refusal(final List<Instance> instances) {
		final Map<String, Instance> seen = new HashMap<>();
		for (final Instance instance : instances) {
			final String refusal = refusal(instance);
			if (refusal != null) return "of the instance " + instance.label() + " " + refusal;
			final Instance twin = seen.put(instance.sopInstance(), instance);
			if (twin != null) return "the files " + twin.file().getFileName() + " and " + instance.file().getFileName() + " hold the same instance " +
				instance.label();
		}
		return null;
	}

	private static String refusal(final Instance instance) {
		if (instance.sopInstance().isEmpty()) return "the identifier is missing";
		if (!instance.format().photometric().equals("MONOCHROME2")) return "the pixels are " + (instance.format().photometric().isEmpty() ?
			"of no kind that is told" : DataSet.shown(instance.format().photometric())) + ", not MONOCHROME2";
		final String format = instance.format().refusal();
		if (format != null) return format;
		final String coding = PixelDecoder.refusal(instance.syntax());
		if (coding != null) return coding;
		if (!instance.facts().nestedPixels().isEmpty()) return "another picture is hidden in the sequence " + instance.facts().nestedPixels();
		if (instance.frames().isEmpty() || instance.frames().stream().anyMatch(frame -> !frame.isPlaced())) return
			"position, orientation or spacing of a slice is missing or makes no sense";
		return null;
	}

	private void note() {
		if (instances.stream().anyMatch(instance -> instance.facts().burnedIn())) notes.add(
			"Text is burned into the pixels, as the header says, and was not removed.");
		if (instances.stream().anyMatch(instance -> instance.facts().overlays())) notes.add(
			"Drawings lie over the pixels (overlays), which may show the outline of a face and were not removed.");
	}

	/** Adds a sentence for the user on what was not done. */
	void note(final String sentence) {
		notes.add(sentence);
	}

	/**
	 * Returns the files of the series.
	 *
	 * @return in the order of their instance numbers
	 */
	public List<Path> files() {
		return instances.stream().map(Instance::file).toList();
	}

	/**
	 * Sums up the bytes of all files.
	 *
	 * @return SHA-256 over the SHA-256 of each file, in the order of their instance numbers, 64 hexadecimal digits
	 */
	public String sha256() {
		final MessageDigest digest = InstanceReader.digest();
		for (final Instance instance : instances)
			digest.update(HexFormat.of().parseHex(instance.sha256()));
		return HexFormat.of().formatHex(digest.digest());
	}

	List<Instance> instances() {
		return instances;
	}

	/**
	 * Returns the volumes of the series.
	 *
	 * @return one group for each grid; none if the series is refused
	 */
	public List<VolumeGroup> groups() {
		return groups;
	}

	/**
	 * Says why the series cannot be defaced.
	 *
	 * @return a half sentence that names the instances; empty if it can be
	 */
	public Optional<String> refusal() {
		return Optional.ofNullable(refusal);
	}

	/**
	 * Tells what a person should know of a written series.
	 *
	 * @return sentences, none if there is nothing
	 */
	public List<String> notes() {
		return List.copyOf(notes);
	}

	/**
	 * Returns whether these are pictures for planning, whose slices make no volume.
	 *
	 * @return true if the headers say so
	 */
	public boolean isLocalizer() {
		return isLocalizer(instances);
	}

	/**
	 * Returns whether a face can be looked for in one of its volumes.
	 *
	 * @return true if one is thick enough and this is no localizer
	 */
	public boolean isFindable() {
		return groups.stream().anyMatch(this::isFindable);
	}

	/**
	 * Returns whether a face can be looked for in a group of volumes.
	 *
	 * @param group of this series
	 * @return true if it is thick enough and this is no localizer
	 */
	public boolean isFindable(final VolumeGroup group) {
		for (int d = 0; d < 3; d++)
			if (group.grid().size(d) * group.grid().spacing_mm(d) < LEAST_THICKNESS_MM) return false;
		return !isLocalizer();
	}

	/**
	 * Returns whether the slices were acquired by echo-planar imaging, which distorts the head.
	 *
	 * @return true if a header says so
	 */
	public boolean isEchoPlanar() {
		return instances.stream().anyMatch(instance -> instance.facts().echoPlanar());
	}

	/**
	 * Names the study that the series belongs to.
	 *
	 * @return its identifier
	 */
	String study() {
		return instances.get(0).study();
	}

	/**
	 * Returns whether the headers say that the face was removed before.
	 *
	 * @return true if one of them does
	 */
	public boolean isMarkedDefaced() {
		return instances.stream().anyMatch(instance -> instance.facts().defaced());
	}

	/**
	 * Returns whether the coordinates of another series count in the same space.
	 *
	 * @param other series
	 * @return true if study and frame of reference are told and the same
	 */
	public boolean sharesSpace(final DicomSeries other) {
		final Set<String> frames = new HashSet<>();
		for (final DicomSeries series : List.of(this, other))
			for (final Instance instance : series.instances)
				frames.add(instance.study() + " " + instance.frameOfReference());
		return frames.size() == 1 && !instances.get(0).frameOfReference().isEmpty();
	}

	/**
	 * Names the series for people.
	 *
	 * @return such as {@code series 3}
	 */
	public String label() {
		return instances.get(0).seriesNumber() >= 0 ? "series " + instances.get(0).seriesNumber() : "a series without number";
	}

	/**
	 * Names the series in file names, without anything that identifies.
	 *
	 * @param uids makes the names of study and series
	 * @return such as {@code study_1f0c2b7a/series_0003_9d8e7f6a}
	 */
	public String path(final Uids uids) {
		final Instance first = instances.get(0);
		return "study_" + uids.shortName(first.study()) + "/series_" + String.format(Locale.ROOT, "%04d", Math.max(0, first.seriesNumber())) +
			"_" + uids.shortName(first.series());
	}
}
