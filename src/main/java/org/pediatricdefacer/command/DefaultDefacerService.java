package org.pediatricdefacer.command;

import org.pediatricdefacer.Defacer;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

/** Opens the network of a model folder. */
@Plugin(type = Service.class)
public final class DefaultDefacerService extends AbstractService implements DefacerService {

	@Override
	public Defacer open(final String model, final String device) {
		return Defacer.open(model == null || model.isBlank() ? null : model.strip(), device, 0);
	}
}
