package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests how a Fiji is found and started, with a shell script in its place. */
@DisabledOnOs(OS.WINDOWS)
class FijiAppTest {

	@TempDir
	private Path folder;

	@Test
	void passesMacroAndArgumentUntouched() throws Exception {
		final FijiApp fiji = fake("for a in \"$@\"; do echo \"<$a>\"; done; pwd -P; echo trouble >&2; exit 3");
		final FijiApp.Run run = fiji.macro(Path.of("/some where/m.ijm"), "/in put|/out|fill=zero seed=[1]", 60);
		assertEquals(3, run.status());
		assertEquals(List.of("<--headless>", "<-macro>", "</some where/m.ijm>", "</in put|/out|fill=zero seed=[1]>", folder.toRealPath()
			.toString(), "trouble"), run.output().lines().toList());
	}

	@Test
	void endsAFijiThatHangs() throws Exception {
		final FijiApp fiji = fake("echo working; sleep 600 & wait");
		final IOException e = assertThrows(IOException.class, () -> org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration
			.ofMinutes(2), () -> fiji.macro(Path.of("m.ijm"), "", 1)));
		assertTrue(e.getMessage().contains("working"), e.getMessage());
	}

	@Test
	void saysWhatIsMissing() throws IOException {
		assertTrue(assertThrows(IOException.class, () -> FijiApp.in(folder)).getMessage().contains("jars"));
		Files.createDirectory(folder.resolve("jars"));
		assertTrue(assertThrows(IOException.class, () -> FijiApp.in(folder)).getMessage().contains("launcher"));
	}

	@Test
	void knowsTheLaunchersOfAllSystems() {
		assertEquals("fiji-linux-x64", FijiApp.launchers("Linux", "amd64").get(0));
		assertEquals("fiji-linux-arm64", FijiApp.launchers("Linux", "aarch64").get(0));
		assertEquals("Contents/MacOS/fiji-macos-arm64", FijiApp.launchers("Mac OS X", "aarch64").get(0));
		assertEquals("fiji-windows-x64.exe", FijiApp.launchers("Windows 11", "amd64").get(0));
		assertTrue(FijiApp.launchers("Linux", "amd64").contains("ImageJ-linux64"));
	}

	@Test
	void knowsTheModulePathsOfAllSystems() {
		assertEquals(List.of("linux64", "linux-arm64", "macos-arm64", "win64"), List.of(FijiApp.platform("Linux", "amd64"), FijiApp.platform("Linux",
			"aarch64"), FijiApp.platform("Mac OS X", "aarch64"), FijiApp.platform("Windows 11", "amd64")));
	}

	private FijiApp fake(final String script) throws IOException {
		Files.createDirectory(folder.resolve("jars"));
		final String name = FijiApp.launchers(System.getProperty("os.name"), System.getProperty("os.arch")).get(0);
		final Path launcher = folder.resolve(name);
		Files.createDirectories(launcher.getParent());
		Files.writeString(launcher, "#!/bin/sh\n" + script + "\n");
		Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
		final FijiApp fiji = FijiApp.in(folder);
		assertEquals(launcher, fiji.launcher());
		return fiji;
	}
}
