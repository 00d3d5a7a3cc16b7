package org.pediatricdefacer.io;

import java.util.Arrays;
import java.util.Optional;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Lists the stored types of NIfTI; the scalar ones with the ImgLib2 type that holds them.
 * <p>
 * Source: NIFTI_TYPE codes of nifti1.h.
 */
public enum NiftiDataType {

	/** Unsigned 8-bit integer. */
	UINT8(2, 8, new UnsignedByteType()),
	/** Signed 16-bit integer. */
	INT16(4, 16, new ShortType()),
	/** Signed 32-bit integer. */
	INT32(8, 32, new IntType()),
	/** 32-bit float. */
	FLOAT32(16, 32, new FloatType()),
	/** 64-bit float. */
	FLOAT64(64, 64, new DoubleType()),
	/** Signed 8-bit integer. */
	INT8(256, 8, new ByteType()),
	/** Unsigned 16-bit integer. */
	UINT16(512, 16, new UnsignedShortType()),
	/** Unsigned 32-bit integer. */
	UINT32(768, 32, new UnsignedIntType()),
	/** Signed 64-bit integer. */
	INT64(1024, 64, new LongType()),
	/** Unsigned 64-bit integer. */
	UINT64(1280, 64, new UnsignedLongType()),
	/** One bit per voxel; not read. */
	BINARY(1, 1, "is packed one bit per voxel and is no scan"),
	/** Two 32-bit floats; not read. */
	COMPLEX64(32, 64, "has complex values; save its magnitude as float32"),
	/** Red, green, blue; not read. */
	RGB24(128, 24, "has color values; save it as gray values"),
	/** 128-bit float; not read. */
	FLOAT128(1536, 128, "has 128-bit floats, which Java cannot hold; save it as float64"),
	/** Two 64-bit floats; not read. */
	COMPLEX128(1792, 128, "has complex values; save its magnitude as float32"),
	/** Two 128-bit floats; not read. */
	COMPLEX256(2048, 256, "has complex values; save its magnitude as float32"),
	/** Red, green, blue, opacity; not read. */
	RGBA32(2304, 32, "has color values; save it as gray values");

	private final int code;
	private final int bits;
	private final NativeType<?> type;
	private final String refusal;

	NiftiDataType(final int code, final int bits, final NativeType<?> type) {
		this(code, bits, type, null);
	}

	NiftiDataType(final int code, final int bits, final String refusal) {
		this(code, bits, null, refusal);
	}

	NiftiDataType(final int code, final int bits, final NativeType<?> type, final String refusal) {
		this.code = code;
		this.bits = bits;
		this.type = type;
		this.refusal = refusal;
	}

	/**
	 * Returns the type with a code.
	 *
	 * @param code the header's datatype field
	 * @return empty if the standard knows no such code
	 */
	public static Optional<NiftiDataType> ofCode(final long code) {
		return Arrays.stream(values()).filter(t -> t.code == code).findFirst();
	}

	/**
	 * Returns the type that stores an ImgLib2 type without change.
	 *
	 * @param pixel any pixel
	 * @return empty if NIfTI has no such type
	 */
	public static Optional<NiftiDataType> of(final Object pixel) {
		return Arrays.stream(values()).filter(t -> t.type != null && t.type.getClass() == pixel.getClass()).findFirst();
	}

	/**
	 * Returns the code in the header.
	 *
	 * @return NIFTI_TYPE code
	 */
	public int code() {
		return code;
	}

	/**
	 * Returns the size of a voxel.
	 *
	 * @return bits
	 */
	public int bits() {
		return bits;
	}

	/** Returns the size of a voxel in bytes, for scalar types. */
	int bytes() {
		return bits / 8;
	}

	/** Returns why a file of this type is refused, or null if it is read. */
	String refusal() {
		return refusal;
	}

	/**
	 * Returns the ImgLib2 type of stored values.
	 *
	 * @return a pixel, or null for types that are not read
	 */
	public RealType<?> pixel() {
		return type == null ? null : (RealType<?>) type.copy();
	}

	/**
	 * Returns the name.
	 *
	 * @return such as {@code int16}
	 */
	@Override
	public String toString() {
		return name().toLowerCase(java.util.Locale.ROOT);
	}
}
