package org.pediatricdefacer.report;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * A headless Chromium, driven through its chromedriver by the W3C WebDriver protocol.
 * <p>
 * Needs both programs on the search path, as Debian's packages chromium and chromium-driver put them there.
 */
final class Browser implements AutoCloseable {

	private static final Gson GSON = new Gson();
	private static final Duration START = Duration.ofMinutes(2);
	private static final Duration ANSWER = Duration.ofMinutes(3);

	private final Process driver;
	private final HttpClient http = HttpClient.newHttpClient();
	private final String server;
	private final String session;

	private Browser(final Process driver, final int port, final String binary, final Path folder) throws IOException, InterruptedException {
		this.driver = driver;
		server = "http://127.0.0.1:" + port;
		awaitServer();
		final Map<String, Object> options = Map.of("binary", binary, "args", List.of("--headless=new", "--no-sandbox", "--disable-gpu",
			"--disable-dev-shm-usage", "--allow-file-access-from-files", "--user-data-dir=" + folder.resolve("profile"), "--window-size=1280,900"), "prefs",
			Map.of("download.default_directory", folder.resolve("downloads").toString()));
		final JsonObject answer = send("POST", "/session", Map.of("capabilities", Map.of("alwaysMatch", Map.of("browserName", "chrome",
			"goog:chromeOptions", options)))).getAsJsonObject();
		session = "/session/" + answer.get("sessionId").getAsString();
	}

	/** Says why there is no browser; empty if there is one. */
	static Optional<String> missing() {
		if (find("chromedriver").isEmpty()) return Optional.of("no chromedriver on the search path (Debian: apt-get install chromium-driver)");
		if (binary().isEmpty()) return Optional.of("no Chromium on the search path (Debian: apt-get install chromium)");
		return Optional.empty();
	}

	/** Starts a browser that keeps its profile and its downloads below a folder. */
	static Browser start(final Path folder) throws IOException, InterruptedException {
		final int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		Files.createDirectories(folder.resolve("downloads"));
		final Process driver = new ProcessBuilder(find("chromedriver").orElseThrow(), "--port=" + port).redirectErrorStream(true).redirectOutput(
			folder.resolve("chromedriver.log").toFile()).start();
		try {
			return new Browser(driver, port, binary().orElseThrow(), folder);
		}
		catch (final IOException | InterruptedException | RuntimeException e) {
			driver.destroyForcibly();
			throw e;
		}
	}

	private static Optional<String> binary() {
		return List.of("chromium", "chromium-browser", "google-chrome").stream().map(Browser::find).flatMap(Optional::stream).findFirst();
	}

	private static Optional<String> find(final String program) {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).map(folder -> Path.of(folder, program)).filter(
			Files::isExecutable).map(Path::toString).findFirst();
	}

	private void awaitServer() throws IOException, InterruptedException {
		final long end = System.nanoTime() + START.toNanos();
		while (true) {
			try {
				send("GET", "/status", null);
				return;
			}
			catch (final IOException e) {
				if (System.nanoTime() > end || !driver.isAlive()) throw e;
				Thread.sleep(100);
			}
		}
	}

	private JsonElement send(final String method, final String path, final Object body) throws IOException, InterruptedException {
		final HttpRequest request = HttpRequest.newBuilder(URI.create(server + path)).timeout(ANSWER).method(method, body == null ?
			HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(GSON.toJson(body))).build();
		final HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
		if (response.statusCode() != 200) throw new IOException(path + ": " + response.body());
		return JsonParser.parseString(response.body()).getAsJsonObject().get("value");
	}

	/** Opens an address and waits until it is loaded. */
	void open(final URI address) throws IOException, InterruptedException {
		send("POST", session + "/url", Map.of("url", address.toString()));
	}

	/** Runs the body of a function in the page and returns what it returns. */
	JsonElement run(final String script, final Object... arguments) throws IOException, InterruptedException {
		return send("POST", session + "/execute/sync", Map.of("script", script, "args", arguments));
	}

	/** Presses and releases keys one after the other; names as in WebDriver for those without a letter. */
	void press(final String keys) throws IOException, InterruptedException {
		final JsonArray actions = new JsonArray();
		keys.codePoints().mapToObj(Character::toString).forEach(key -> {
			for (final String type : List.of("keyDown", "keyUp")) {
				final JsonObject action = new JsonObject();
				action.addProperty("type", type);
				action.addProperty("value", key);
				actions.add(action);
			}
		});
		send("POST", session + "/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
	}

	/** Sends a command of the Chrome DevTools protocol. */
	void devTools(final String command, final Map<String, Object> parameters) throws IOException, InterruptedException {
		send("POST", session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
	}

	/** Returns a PNG of what is seen. */
	byte[] screenshot() throws IOException, InterruptedException {
		return Base64.getDecoder().decode(send("GET", session + "/screenshot", null).getAsString());
	}

	@Override
	public void close() throws IOException {
		try {
			send("DELETE", session, null);
			driver.destroy();
			driver.waitFor(20, TimeUnit.SECONDS);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		finally {
			driver.destroyForcibly();
		}
	}
}
