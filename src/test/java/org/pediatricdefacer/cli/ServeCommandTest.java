package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.batch.ScanRequests;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

import picocli.CommandLine;

class ServeCommandTest {

	private static final ScanRequests REQUESTS = new ScanRequests((item, progress) -> new ScanOutcome(item, Status.PASS, List.of(), List.of(), List
		.of(), 1), Path.of("out"));

	@TempDir
	private Path folder;

	private static List<String> lines(final String requests) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		new RequestLines(REQUESTS).answer(new ByteArrayInputStream(requests.getBytes(StandardCharsets.UTF_8)), out);
		return out.toString(StandardCharsets.UTF_8).lines().toList();
	}

	@Test
	void defacesWhatTheStandardInputAsksFor() throws Exception {
		final PhantomScan phantom = PhantomScan.whole();
		final Path scan = folder.resolve("Kind \u00dc.nii.gz");
		NiftiWriter.write(NiftiImage.of(new Volume(phantom.stored(), PhantomScan.GRID)), scan, NiftiWriteOptions.DEFAULT);
		final String request = "{\"id\": 5, \"input\": \"" + scan.toString().replace("\\", "\\\\") + "\"}\n\n{\"id\": 6}\n";
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		final int status = new CommandLine(new ServeCommand((model, device, threads) -> phantom.defacer(), new ByteArrayInputStream(request.getBytes(
			StandardCharsets.UTF_8)), out)).setCaseInsensitiveEnumValuesAllowed(true).execute("--out", folder.resolve("out").toString(), "--mask-only");
		final List<String> answers = out.toString(StandardCharsets.UTF_8).lines().toList();
		assertEquals(0, status, answers::toString);
		assertEquals(3, answers.size(), answers::toString);
		assertTrue(answers.get(0).startsWith("{\"status\":\"ready\",\"engine\":\"Model "), answers.get(0));
		assertTrue(answers.get(1).startsWith("{\"id\":5,\"input\":\"") && answers.get(1).contains("Kind \u00dc.nii.gz"), answers.get(1));
		assertTrue(answers.get(1).contains("\"status\":\"pass\""), answers.get(1));
		assertTrue(answers.get(2).startsWith("{\"id\":6,\"status\":\"error\""), answers.get(2));
		assertEquals(List.of("Kind \u00dc_defaced.json", "Kind \u00dc_removed.nii.gz"), TestImages.files(folder.resolve("out")));
	}

	@Test
	void answersLineByLine() throws IOException {
		final List<String> answers = lines("{\"id\":\"\u65e5\",\"input\":\"a.nii\"}\r\n  \n{\"id\":2,\"input\":\"b.nii\"}");
		assertEquals(2, answers.size());
		assertTrue(answers.get(0).startsWith("{\"id\":\"\u65e5\",\"input\":\"a.nii\",\"status\":\"pass\""), answers.get(0));
		assertTrue(answers.get(1).startsWith("{\"id\":2,"), answers.get(1));
		assertEquals(List.of(), lines(""));
	}

	@Test
	void endsAConversationThatIsNone() throws IOException {
		final List<String> answers = lines("x".repeat(1 << 17) + "\n{\"input\":\"a.nii\"}\n");
		assertEquals(1, answers.size());
		assertTrue(answers.get(0).contains("longer than 65536 bytes"), answers.get(0));
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the socket wants the permissions of POSIX")
	void servesCallersOnASocketOfTheUser() throws Exception {
		final Path path = folder.resolve("s");
		final UserSocket socket = UserSocket.open(path);
		assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
		try (Stream<Path> all = Files.list(folder)) {
			assertEquals(List.of(path), all.toList());
		}
		final Thread serving = serve(socket);
		final List<SocketChannel> callers = new ArrayList<>();
		for (int n = 0; n < UserSocket.MOST_CONNECTIONS; n++) {
			callers.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
			assertTrue(ask(callers.get(n), n).startsWith("{\"id\":" + n + ",\"input\":\"a.nii\",\"status\":\"pass\""));
		}
		try (SocketChannel more = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
			assertTrue(read(more).contains("has 16 callers already"));
		}
		assertTrue(ask(callers.get(3), 77).startsWith("{\"id\":77,"), "a caller may ask again");
		assertTrue(assertThrows(DefacingException.class, () -> UserSocket.open(path)).getMessage().contains("a service that runs"));
		socket.close();
		serving.join();
		assertFalse(Files.exists(path));
		for (final SocketChannel caller : callers)
			assertEquals("", read(caller), "the end");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the socket wants the permissions of POSIX")
	void replacesASocketThatWasLeftBehindAndNothingElse() throws Exception {
		final Path path = folder.resolve("s");
		try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			left.bind(UnixDomainSocketAddress.of(path));
		}
		assertTrue(Files.exists(path));
		UserSocket.open(path).close();
		assertFalse(Files.exists(path));
		final Path file = Files.writeString(folder.resolve("notes"), "mine");
		assertTrue(assertThrows(DefacingException.class, () -> UserSocket.open(file)).getMessage().contains("is no socket"));
		assertEquals("mine", Files.readString(file));
		assertTrue(assertThrows(DefacingException.class, () -> UserSocket.open(folder.resolve("none/s"))).getMessage().contains("does not exist"));
	}

	private static Thread serve(final UserSocket socket) {
		final Thread serving = new Thread(() -> {
			try {
				socket.serve(new RequestLines(REQUESTS));
			}
			catch (final IOException e) {
				throw new AssertionError(e);
			}
		});
		serving.start();
		return serving;
	}

	private static String ask(final SocketChannel caller, final int id) throws IOException {
		caller.write(ByteBuffer.wrap(("{\"id\":" + id + ",\"input\":\"a.nii\"}\n").getBytes(StandardCharsets.UTF_8)));
		return read(caller);
	}

	/** Reads one line, or what there is until the end. */
	private static String read(final SocketChannel caller) throws IOException {
		final StringBuilder line = new StringBuilder();
		final var in = Channels.newInputStream(caller);
		for (int next = in.read(); next >= 0 && next != '\n'; next = in.read())
			line.append((char) next);
		return line.toString();
	}
}
