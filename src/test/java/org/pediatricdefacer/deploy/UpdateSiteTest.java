package org.pediatricdefacer.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.GZIPInputStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class UpdateSiteTest {

	@TempDir
	private Path folder;

	/** A jar with a manifest, properties with comments, and a file, whose entries are in no order. */
	private Path jar(final String name, final String comment) throws IOException {
		final Path jar = Files.createDirectories(folder.resolve("in")).resolve(name);
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
			entry(out, "z/last.txt", "# no comment here\nend");
			entry(out, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nBuilt-By: " + comment + "\n");
			entry(out, "a.properties", "#" + comment + "\nkey=value#1\n# another\n\n#kept\n#\n#also kept\nlast=1");
		}
		return jar;
	}

	private static void entry(final JarOutputStream out, final String name, final String text) throws IOException {
		out.putNextEntry(new JarEntry(name));
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.closeEntry();
	}

	/** The expected value is what net.imagej.updater.util.UpdaterUtil.getDigest gives for this jar. */
	@Test
	void computesTheChecksumsOfFijisUpdater() throws IOException {
		assertEquals("dc9233f3cb40bcf998385f6371787adbf751eadf", UpdateSite.checksum(jar("a.jar", "one")));
		assertEquals("dc9233f3cb40bcf998385f6371787adbf751eadf", UpdateSite.checksum(jar("a.jar", "built at another time")));
	}

	@Test
	void listsEveryFileForItsPlatform() throws Exception {
		jar("pediatric-defacer-1.0.jar", "");
		jar("pytorch-native-cpu-2.7.1-osx-aarch64.jar", "");
		jar("pytorch-native-cpu-2.7.1-linux-x86_64.jar", "");
		final Path site = folder.resolve("site");
		UpdateSite.write(folder.resolve("in"), site, Instant.parse("2026-11-30T12:34:56Z"));
		try (InputStream in = new GZIPInputStream(Files.newInputStream(site.resolve("db.xml.gz")))) {
			final Document index = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
			assertEquals("pluginRecords", index.getDocumentElement().getTagName());
			assertEquals(3, index.getElementsByTagName("plugin").getLength());
			for (int i = 0; i < 3; i++) {
				final Element plugin = (Element) index.getElementsByTagName("plugin").item(i);
				final Element version = (Element) plugin.getElementsByTagName("version").item(0);
				final Path file = site.resolve(plugin.getAttribute("filename") + "-" + version.getAttribute("timestamp"));
				assertEquals(Long.toString(Files.size(file)), version.getAttribute("filesize"));
				assertEquals("20261130123456", version.getAttribute("timestamp"));
				assertEquals(plugin.getAttribute("filename").contains("native") ? 1 : 0, plugin.getElementsByTagName("platform").getLength());
			}
			assertTrue(index.getElementsByTagName("platform").item(0).getTextContent().equals("linux64"));
		}
	}
}
