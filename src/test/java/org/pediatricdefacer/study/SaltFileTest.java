package org.pediatricdefacer.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;

class SaltFileTest {

	@TempDir
	private Path folder;

	private String before;

	@BeforeEach
	void name() {
		before = System.setProperty(SaltFile.FOLDER, folder.resolve("settings").toString());
	}

	@AfterEach
	void forget() {
		if (before == null) System.clearProperty(SaltFile.FOLDER);
		else System.setProperty(SaltFile.FOLDER, before);
	}

	private Path file() throws IOException {
		try (var files = Files.list(folder.resolve("settings"))) {
			return files.findFirst().orElseThrow();
		}
	}

	@Test
	void keepsWhatItMadeToItself() throws IOException {
		SaltFile.uids();
		final String made = Files.readString(file());
		assertTrue(made.matches("[0-9a-f]{64}\\n"), made);
		SaltFile.uids();
		assertEquals(made, Files.readString(file()));
		if (Files.getFileStore(folder).supportsFileAttributeView("posix")) assertEquals("rw-------", PosixFilePermissions.toString(Files
			.getPosixFilePermissions(file())));
	}

	@Test
	void isAnotherForEachUser() throws IOException {
		SaltFile.uids();
		final String made = Files.readString(file());
		System.setProperty(SaltFile.FOLDER, folder.resolve("settings").resolve("of another").toString());
		SaltFile.uids();
		assertNotEquals(made, Files.readString(folder.resolve("settings/of another/uid-salt")));
	}

	@Test
	void saysWhatToDoWhereItCannotBeKept() throws IOException {
		Files.writeString(folder.resolve("settings"), "a file where the folder should be");
		final String message = assertThrows(DefacingException.class, SaltFile::uids).getMessage();
		assertTrue(message.contains("option uid-salt"), message);
	}

	@Test
	void refusesASecretThatWasEmptied() throws IOException {
		SaltFile.uids();
		Files.writeString(file(), "");
		assertThrows(DefacingException.class, SaltFile::uids);
	}
}
