package org.pediatricdefacer.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;

class SidecarsTest {

	private static final Path SCAN = Path.of("sub-01/anat/sub-01_T1w.nii.gz");
	private static final JsonObject RECORD = JsonParser.parseString(
		"{\"DeidentificationMethod\": [\"ours\"], \"DeidentificationMethodCodeSequence\": [{\"CodeValue\": \"113102\"}], \"Status\": \"pass\"}").getAsJsonObject();

	@TempDir
	Path dataset;

	private void write(final String path, final String text) throws IOException {
		Files.createDirectories(dataset.resolve(path).getParent());
		Files.writeString(dataset.resolve(path), text);
	}

	private JsonObject marked() throws IOException {
		return JsonParser.parseString(new Sidecars(dataset).marked(SCAN, RECORD, Set.of())).getAsJsonObject();
	}

	@Test
	void keepsWhatASidecarSaysDigitByDigit() throws IOException {
		write("sub-01/anat/sub-01_T1w.json", "{\"EchoTime\": 0.00290, \"Big\": 12345678901234567890, \"Null\": null}");
		final String text = new Sidecars(dataset).marked(SCAN, RECORD, Set.of());
		assertTrue(text.contains("\"EchoTime\": 0.00290") && text.contains("12345678901234567890") && text.contains("\"Null\": null"), text);
		assertEquals(RECORD.get("DeidentificationMethodCodeSequence"), marked().get("DeidentificationMethodCodeSequence"));
		assertFalse(text.contains("Status"), text);
	}

	@Test
	void appendsToWhatAnotherToolSaid() throws IOException {
		write("sub-01/anat/sub-01_T1w.json", "{\"DeidentificationMethod\": \"by hand\"}");
		assertEquals("[\"by hand\",\"ours\"]", marked().get("DeidentificationMethod").toString());
	}

	@Test
	void appendsToWhatIsInheritedAndCopiesNothingElse() throws IOException {
		write("T1w.json", "{\"DeidentificationMethod\": [\"far\"], \"EchoTime\": 3}");
		write("sub-01/sub-01_T1w.json", "{\"DeidentificationMethod\": [\"near\"]}");
		write("sub-01/anat/sub-02_T1w.json", "{\"DeidentificationMethod\": [\"another's\"]}");
		assertEquals("[\"near\",\"ours\"]", marked().get("DeidentificationMethod").toString());
		assertFalse(marked().has("EchoTime"));
	}

	@Test
	void saysTheSameTwiceOnce() throws IOException {
		write("sub-01/anat/sub-01_T1w.json", "{}");
		write("sub-01/anat/sub-01_T1w.json", marked().toString());
		assertEquals("[\"ours\"]", marked().get("DeidentificationMethod").toString());
	}

	@Test
	void refusesWhatIsNoJson() throws IOException {
		for (final String broken : List.of("{\"a\": ", "[]", "\u0000")) {
			write("sub-01/anat/sub-01_T1w.json", broken);
			final DefacingException e = assertThrows(DefacingException.class, this::marked);
			assertTrue(e.getMessage().contains("sub-01_T1w.json"), e.getMessage());
		}
	}

	@Test
	void forgetsWhatFieldMapsWereIntendedForOnceItIsGone() throws IOException {
		write("sub-01/fmap/sub-01_phasediff.json",
			"{\"IntendedFor\": [\"func/sub-01_task-a_bold.nii.gz\", \"bids::sub-01/func/sub-01_task-b_bold.nii.gz\", \"func/sub-01_task-c_bold.nii.gz\"]}");
		final Path sidecar = Path.of("sub-01/fmap/sub-01_phasediff.json");
		final Optional<String> left = new Sidecars(dataset).withoutGone(sidecar, Set.of("sub-01/func/sub-01_task-a_bold.nii.gz",
			"sub-01/func/sub-01_task-b_bold.nii.gz"));
		assertEquals("{\"IntendedFor\":[\"func/sub-01_task-c_bold.nii.gz\"]}", JsonParser.parseString(left.orElseThrow()).toString());
		assertEquals(Optional.empty(), new Sidecars(dataset).withoutGone(sidecar, Set.of("sub-01/func/sub-01_task-d_bold.nii.gz")));
	}

	@Test
	void takesRowsOutOfTablesAndLeavesTheirBytes() {
		final String table = "\uFEFFfilename\tacq_time\r\nanat/a.nii.gz\tn/a\r\nanat/b.nii.gz\t1\r\n\r\nanat/c.nii.gz\t2";
		final byte[] bytes = table.getBytes(StandardCharsets.UTF_8);
		assertEquals(table, new String(TableRows.without(bytes, "filename", name -> false), StandardCharsets.UTF_8));
		assertEquals(table.replace("anat/b.nii.gz\t1\r\n", ""), new String(TableRows.without(bytes, "filename", "anat/b.nii.gz"::equals),
			StandardCharsets.UTF_8));
		assertEquals(table, new String(TableRows.without(bytes, "no such column", name -> true), StandardCharsets.UTF_8));
	}
}
