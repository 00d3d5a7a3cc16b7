package org.pediatricdefacer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import org.pediatricdefacer.DefacingException;

/**
 * A Unix socket that only its user can reach, and answers requests on it; nothing listens on a network.
 * <p>
 * The socket is made in a folder that is closed to others, and is moved to its place when it is closed to others itself. Closing removes it.
 */
final class UserSocket implements AutoCloseable {

	/** Connections that are served at once, each with at most one request that waits; others are told to come again. */
	static final int MOST_CONNECTIONS = 16;

	private static final String FULL = "{\"status\":\"error\",\"reasons\":[\"The service has " + MOST_CONNECTIONS +
		" callers already; ask again when one has gone.\"],\"warnings\":[],\"written\":[],\"seconds\":0.0}";

	private final Path path;
	private final ServerSocketChannel server;
	private final Set<SocketChannel> callers = ConcurrentHashMap.newKeySet();
	private final Semaphore free = new Semaphore(MOST_CONNECTIONS);

	private UserSocket(final Path path, final ServerSocketChannel server) {
		this.path = path;
		this.server = server;
	}

	/**
	 * Makes a socket.
	 *
	 * @param path where; one that a service left behind is replaced
	 * @return the socket, to be closed by the caller
	 * @throws DefacingException if there is something else, or a service that answers, or sockets cannot be had there
	 * @throws IOException if the disk fails
	 */
	static UserSocket open(final Path path) throws IOException {
		requireFree(path);
		final Path target = path.toAbsolutePath();
		if (!Files.isDirectory(target.getParent())) throw new DefacingException(path + " cannot be made: the folder " + target.getParent() +
			" does not exist; create it first.");
		if (!Files.getFileStore(target.getParent()).supportsFileAttributeView("posix")) throw new DefacingException(path +
			" cannot be closed to other users on this file system; choose another folder, or leave --socket out and use the standard streams.");
		final Path closed = Files.createTempDirectory(target.getParent(), ".deface", PosixFilePermissions.asFileAttribute(PosixFilePermissions
			.fromString("rwx------")));
		final Path socket = closed.resolve("s");
		ServerSocketChannel server = null;
		try {
			server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
			server.bind(UnixDomainSocketAddress.of(socket));
			Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
			Files.move(socket, target, StandardCopyOption.ATOMIC_MOVE);
			return new UserSocket(target, server);
		}
		catch (final IOException | UnsupportedOperationException e) {
			if (server != null) server.close();
			throw new DefacingException(path + " cannot be made a socket (" + e.getMessage() + "); choose a shorter path on a local disk.", e);
		}
		finally {
			Files.deleteIfExists(socket);
			Files.deleteIfExists(closed);
		}
	}

	private static void requireFree(final Path path) throws IOException {
		if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
		if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) throw new DefacingException(path +
			" exists already and is no socket; choose another name.");
		try {
			SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
			throw new DefacingException(path + " is the socket of a service that runs; use that one, or choose another name.");
		}
		catch (final ConnectException e) {
			// Nobody listens any more.
			Files.delete(path);
		}
	}

	/** Returns where the socket is. */
	Path path() {
		return path;
	}

	/**
	 * Serves callers until the socket is closed, each in a thread of its own.
	 *
	 * @throws IOException if no more callers can be heard
	 */
	void serve(final RequestLines lines) throws IOException {
		while (server.isOpen()) {
			final SocketChannel caller;
			try {
				caller = server.accept();
			}
			catch (final AsynchronousCloseException e) {
				return;
			}
			if (free.tryAcquire()) begin(caller, lines);
			else refuse(caller);
		}
	}

	private void begin(final SocketChannel caller, final RequestLines lines) {
		callers.add(caller);
		final Thread thread = new Thread(() -> {
			try (caller; InputStream in = Channels.newInputStream(caller); OutputStream out = Channels.newOutputStream(caller)) {
				lines.answer(in, out);
			}
			catch (final IOException e) {
				// The caller has gone; its scan is written all the same.
				return;
			}
			finally {
				callers.remove(caller);
				free.release();
			}
		}, "caller");
		thread.setDaemon(true);
		thread.start();
	}

	private static void refuse(final SocketChannel caller) throws IOException {
		try (caller; OutputStream out = Channels.newOutputStream(caller)) {
			RequestLines.send(out, FULL);
		}
		catch (final IOException e) {
			// The caller has gone by itself.
			return;
		}
	}

	/** Stops to listen, waits for answers under way, and removes the socket. */
	@Override
	public void close() throws IOException {
		server.close();
		Files.deleteIfExists(path);
		for (final SocketChannel caller : callers)
			caller.shutdownInput();
		free.acquireUninterruptibly(MOST_CONNECTIONS);
		// So that it may be closed again.
		free.release(MOST_CONNECTIONS);
	}
}
