package org.pediatricdefacer.command;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.infer.DeviceChoice;
import org.scijava.service.AbstractService;

/** Opens defacers whose network knows the whole phantom. */
public final class PhantomDefacerService extends AbstractService implements DefacerService {

	/** The head that all tests of commands deface. */
	static final PhantomScan PHANTOM = PhantomScan.whole();

	/** A device on which every network fails. */
	static final String BROKEN = "gpu:99";

	/** A device on which the program has a defect. */
	static final String DEFECT = "gpu:98";

	@Override
	public Defacer open(final String model, final String device) {
		if (DeviceChoice.parse(device).toString().equals(BROKEN)) throw new DefacingException("There is no device " + BROKEN + "; choose cpu.");
		if (device.equals(DEFECT)) throw new IllegalStateException("oops");
		return PHANTOM.defacer();
	}
}
