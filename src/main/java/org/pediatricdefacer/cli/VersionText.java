package org.pediatricdefacer.cli;

import org.pediatricdefacer.ProgramVersion;

import picocli.CommandLine.IVersionProvider;

/** Tells the version of the program and of the Java that runs it. */
final class VersionText implements IVersionProvider {

	@Override
	public String[] getVersion() {
		return new String[] {ProgramVersion.NAME + " " + ProgramVersion.get(), "Java " + System.getProperty("java.version") + ", " +
			System.getProperty("os.name") + " " + System.getProperty("os.arch")};
	}
}
