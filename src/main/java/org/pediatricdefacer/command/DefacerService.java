package org.pediatricdefacer.command;

import org.pediatricdefacer.Defacer;
import org.scijava.service.SciJavaService;

/** Opens defacers for commands. Another implementation of higher priority can put another network in their place. */
public interface DefacerService extends SciJavaService {

	/**
	 * Opens a defacer.
	 *
	 * @param model folder of the model, or null or blank for the one that comes along
	 * @param device auto, cpu, gpu or gpu:N
	 * @return a defacer, to be closed by the caller
	 * @throws org.pediatricdefacer.DefacingException if model or device cannot be used
	 */
	Defacer open(String model, String device);
}
