package org.pediatricdefacer.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.mask.BrainGuard;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.LabelBytes;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** Tests what the brush and its companions do to a facemask. */
class FacemaskEditorTest {

	private static final byte FACE = (byte) Region.FACE.label();
	private static final byte EARS = (byte) Region.EARS.label();
	private static Facemask found;
	private FacemaskEditor editor;
	private byte[] before;

	@BeforeAll
	static void find() {
		try (Defacer defacer = PhantomHost.PHANTOM.defacer()) {
			found = defacer.find(new Volume(PhantomHost.PHANTOM.stored(), PhantomScan.GRID), DefacingSettings.DEFAULT, Progress.NONE).facemask();
		}
	}

	@BeforeEach
	void begin() {
		editor = new FacemaskEditor(found, 3);
		before = editor.labels().clone();
	}

	/** A place in the air before the face, along RAS axes. */
	private int[] air() {
		final RasAxes axes = editor.axes();
		return new int[] { axes.size(0) / 2, axes.size(1) - 4, axes.size(2) / 2 };
	}

	private int[] brain() {
		final VoxelGrid grid = editor.axes().grid();
		final byte[] classes = LabelBytes.of(found.classes());
		final double[] sum = new double[4];
		for (int z = 0; z < grid.size(2); z++)
			for (int y = 0; y < grid.size(1); y++)
				for (int x = 0; x < grid.size(0); x++)
					if (classes[editor.axes().index(x, y, z)] == Region.BRAIN.label()) {
						sum[0] += x;
						sum[1] += y;
						sum[2] += z;
						sum[3]++;
					}
		return new int[] { (int) (sum[0] / sum[3]), (int) (sum[1] / sum[3]), (int) (sum[2] / sum[3]) };
	}

	/** The oracle is the distance in the world. */
	@Test
	void paintsAllVoxelsWithinTheRadius() {
		final int[] center = air();
		editor.paint(center, 7, FACE);
		assertTrue(editor.endStroke());
		final VoxelGrid grid = editor.axes().grid();
		final double[] middle = grid.toWorld(center[0], center[1], center[2]);
		int painted = 0;
		for (int z = 0; z < grid.size(2); z++)
			for (int y = 0; y < grid.size(1); y++)
				for (int x = 0; x < grid.size(0); x++) {
					final double[] at = grid.toWorld(x, y, z);
					final double distance = Math.hypot(Math.hypot(at[0] - middle[0], at[1] - middle[1]), at[2] - middle[2]);
					final int voxel = editor.axes().index(x, y, z);
					assertEquals(distance < 7.001 && before[voxel] == 0 ? FACE : before[voxel], editor.labels()[voxel]);
					if (editor.labels()[voxel] != before[voxel]) painted++;
				}
		assertTrue(painted > 20, painted + " voxels");
		assertTrue(editor.edited());
	}

	@Test
	void paintsOneVoxelAtLeast() {
		editor.paint(air(), 0.5, FACE);
		editor.endStroke();
		assertEquals(1, LabelChange.between(before, editor.labels()).voxels().length);
	}

	@Test
	void erasesAndTakesItBack() {
		final int[] place = place(EARS);
		editor.paint(place, 4, (byte) 0);
		assertTrue(editor.endStroke());
		assertEquals(0, editor.labels()[editor.axes().index(place)]);
		editor.undo();
		assertArrayEquals(before, editor.labels());
		assertFalse(editor.edited());
	}

	private int[] place(final byte label) {
		final RasAxes axes = editor.axes();
		for (int z = 0; z < axes.size(2); z++)
			for (int y = 0; y < axes.size(1); y++)
				for (int x = 0; x < axes.size(0); x++)
					if (editor.labels()[axes.index(x, y, z)] == label) return new int[] { x, y, z };
		throw new AssertionError("no label " + label);
	}

	/** A brush for the face does not turn eyes into face, which are erased whole. */
	@Test
	void paintsOverNoOtherLabel() {
		final int[] eye = place((byte) Region.EYES.label());
		editor.paint(eye, 6, FACE);
		editor.endStroke();
		for (int i = 0; i < before.length; i++)
			if (before[i] != 0) assertEquals(before[i], editor.labels()[i]);
	}

	@Test
	void protectsTheBrainUntilItIsUnlocked() {
		editor.paint(brain(), 8, FACE);
		assertFalse(editor.endStroke());
		assertTrue(editor.refused());
		assertFalse(editor.refused());
		assertArrayEquals(before, editor.labels());
		editor.unlock(true);
		editor.paint(brain(), 8, FACE);
		assertTrue(editor.endStroke());
		assertFalse(editor.refused());
		editor.unlock(false);
		editor.undo();
		editor.paint(brain(), 8, FACE);
		assertFalse(editor.endStroke());
	}

	/** Also what lies within 3 mm of the brain: nothing that is grown or painted comes nearer. */
	@Test
	void growsNowhereNearTheBrain() {
		editor.apply(editor.grown());
		final byte[] classes = LabelBytes.of(found.classes());
		final byte[] kept = editor.labels().clone();
		BrainGuard.keep(kept, classes, PhantomScan.GRID.lattice(), 3);
		for (int i = 0; i < kept.length; i++)
			if (before[i] == 0) assertEquals(editor.labels()[i], kept[i]);
	}

	@Test
	void growsAndShrinksByAVoxelWhereThoseAreLarge() {
		final LabelChange grown = editor.grown();
		assertTrue(grown.voxels().length > 500, grown.voxels().length + " voxels");
		for (int i = 0; i < grown.voxels().length; i++) {
			assertEquals(0, grown.before()[i]);
			assertTrue(grown.after()[i] == FACE || grown.after()[i] == EARS);
		}
		final LabelChange shrunk = editor.shrunk();
		assertTrue(shrunk.voxels().length > 500, shrunk.voxels().length + " voxels");
		for (final byte label : shrunk.after())
			assertEquals(0, label);
		assertArrayEquals(before, editor.labels());
	}

	/** The phantom is symmetrical: the mirrored ear comes out as large as the one that was erased. */
	@Test
	void mirrorsAnEar() {
		final RasAxes axes = editor.axes();
		final int middle = axes.size(0) / 2;
		int right = 0;
		for (int z = 0; z < axes.size(2); z++)
			for (int y = 0; y < axes.size(1); y++)
				for (int x = middle; x < axes.size(0); x++)
					if (editor.labels()[axes.index(x, y, z)] == EARS) {
						right++;
						editor.paint(new int[] { x, y, z }, 0.5, (byte) 0);
					}
		editor.endStroke();
		assertThrows(DefacingException.class, () -> editor.mirrored(false));
		final LabelChange mirrored = editor.mirrored(true);
		assertEquals(right, mirrored.voxels().length, 0.15 * right);
		assertTrue(editor.apply(mirrored));
		int same = 0;
		for (int i = 0; i < before.length; i++)
			if (before[i] == EARS && editor.labels()[i] == EARS) same++;
		int ears = 0;
		for (final byte label : before)
			if (label == EARS) ears++;
		assertTrue(same > 0.85 * ears, same + " of " + ears);
	}

	/** Whatever is done, undoing all of it gives back what was found, and redoing it the end. */
	@Test
	void takesBackAndDoesAgainWhateverWasDone() {
		final Random random = new Random(4);
		for (int stroke = 0; stroke < 30; stroke++) {
			for (int i = 0; i < 5; i++)
				editor.paint(new int[] { random.nextInt(editor.axes().size(0)), random.nextInt(editor.axes().size(1)), random.nextInt(editor.axes().size(
					2)) }, 4 + random.nextInt(12), random.nextBoolean() ? FACE : 0);
			editor.endStroke();
			if (stroke == 20) editor.apply(editor.grown());
		}
		final byte[] end = editor.labels().clone();
		while (editor.canUndo())
			editor.undo();
		assertArrayEquals(before, editor.labels());
		assertFalse(editor.edited());
		while (editor.canRedo())
			editor.redo();
		assertArrayEquals(end, editor.labels());
		editor.undo();
		editor.paint(air(), 9, FACE);
		if (editor.endStroke()) assertFalse(editor.canRedo());
	}
}
