package org.pediatricdefacer.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** MGH files byte by byte, as FreeSurfer's description of the format has them. */
final class MghBytes {

	/** Voxels of 1 x 1.5 x 2 mm in FreeSurfer's usual coronal slices: x to the left, y down, z to the front. */
	static final float[] SPACING = {1, 1.5f, 2};
	static final float[] LIA = {-1, 0, 0, 0, 0, -1, 0, 1, 0};
	static final float[] CENTER = {3, -4, 5};

	final int[] size;
	int frames = 1;
	int type = 4;
	int version = 1;
	short goodRas = 1;
	float[] spacing = SPACING;
	float[] cosines = LIA;
	byte[] unused = new byte[194];
	byte[] footer = new byte[0];

	MghBytes(final int... size) {
		this.size = size;
	}

	byte[] header() {
		final ByteBuffer out = ByteBuffer.allocate(284);
		out.putInt(version).putInt(size[0]).putInt(size[1]).putInt(size[2]).putInt(frames).putInt(type).putInt(0).putShort(goodRas);
		for (final float[] numbers : new float[][] {spacing, cosines, CENTER})
			for (final float number : numbers)
				out.putFloat(number);
		return out.put(unused).array();
	}

	/** The value of a voxel: its number in the file, in a range that every type has. */
	static int value(final int index) {
		return index % 120;
	}

	byte[] file() {
		final int count = size[0] * size[1] * size[2] * frames;
		final ByteBuffer voxels = ByteBuffer.allocate(4 * count);
		for (int i = 0; i < count; i++)
			switch (type) {
				case 0 -> voxels.put((byte) value(i));
				case 1 -> voxels.putInt(value(i));
				case 3 -> voxels.putFloat(value(i));
				default -> voxels.putShort((short) value(i));
			}
		return NiftiBytes.concat(header(), Arrays.copyOf(voxels.array(), voxels.position()), footer);
	}

	/** Five scan parameters. */
	static byte[] parameters() {
		return ByteBuffer.allocate(20).putFloat(2300).putFloat(0.157f).putFloat(2.98f).putFloat(900).putFloat(256).array();
	}

	static byte[] tag(final int id, final byte[] content) {
		return NiftiBytes.concat(ByteBuffer.allocate(12).putInt(id).putLong(content.length).array(), content);
	}

	static byte[] text(final String text) {
		return (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
	}

	static byte[] concat(final byte[]... parts) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (final byte[] part : parts)
			out.writeBytes(part);
		return out.toByteArray();
	}
}
