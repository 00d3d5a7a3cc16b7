package org.pediatricdefacer.spark;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Folders of this machine under a scheme of their own, {@code other:///}, which is reached through Hadoop alone; it can fail on request. */
public final class OtherFileSystem extends RawLocalFileSystem {

	/** The scheme of its names. */
	static final String SCHEME = "other";

	/** Name of a setting: what the name of a file has to contain for its renaming to fail. */
	static final String BROKEN = "other.broken";

	/** Makes a configuration that knows it. */
	static Configuration configuration() {
		final Configuration configuration = new Configuration(false);
		configuration.set("fs.defaultFS", "file:///");
		configuration.set("fs.other.impl", OtherFileSystem.class.getName());
		configuration.set("fs.other.impl.disable.cache", "true");
		configuration.set("fs.AbstractFileSystem.other.impl", Contextual.class.getName());
		return configuration;
	}

	@Override
	public URI getUri() {
		return URI.create(SCHEME + ":///");
	}

	@Override
	public String getScheme() {
		return SCHEME;
	}

	@Override
	public boolean rename(final Path from, final Path to) throws IOException {
		if (to.getName().contains(getConf().get(BROKEN, "/"))) throw new IOException("the disk is full");
		return super.rename(from, to);
	}

	/** The same for Hadoop's newer interface. */
	public static final class Contextual extends DelegateToFileSystem {

		/** Called by Hadoop. */
		public Contextual(final URI uri, final Configuration configuration) throws IOException, URISyntaxException {
			super(uri, new OtherFileSystem(), configuration, SCHEME, false);
		}

		@Override
		public int getUriDefaultPort() {
			return -1;
		}
	}
}
