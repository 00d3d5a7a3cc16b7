package org.pediatricdefacer.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.proof.Verdict;

/**
 * Writes a report on a folder of results for people who must look at them: HTML files that need nothing but a browser.
 * <p>
 * One scan is in memory at a time; of the others only what the table shows is kept. The pictures of a scan take at most 200 kB
 * of the page. Reports of many scans are split into pages. Each page appears whole or not at all.
 */
public final class QcReport {

	/** How a report is called where nobody says otherwise. */
	public static final String FILE_NAME = "qc_report.html";

	/** What one scan may take of a page, in bytes. */
	static final long BYTES_PER_SCAN = 200_000;

	private final ReportPlan plan;
	private final ReportSettings settings;
	private final Path out;
	private final String made = LocalDateTime.now().truncatedTo(ChronoUnit.MINUTES).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"));
	private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
	private int rated;

	private QcReport(final ReportPlan plan, final ReportSettings settings, final Path out) {
		this.plan = plan;
		this.settings = settings;
		this.out = out;
	}

	/**
	 * Writes a report; older pages of the same names are replaced.
	 *
	 * @param plan the results
	 * @param settings what to show of them
	 * @param out the HTML file; further pages are {@code NAME-2.html} and so on. Its folder is made where it is missing
	 * @param progress hears how far it has come, and says whether to stop
	 * @return what the report says
	 * @throws DefacingException if pictures of originals are asked for and there are none, or on request
	 * @throws IOException if the disk fails
	 */
	public static ReportSummary write(final ReportPlan plan, final ReportSettings settings, final Path out, final Progress progress)
		throws IOException
	{
		if (settings.showBefore() && plan.items().stream().allMatch(item -> item.original().isEmpty())) throw new DefacingException(
			"Pictures from before defacing need the originals, of which none was found; name their folder.");
		return new QcReport(plan, settings, out).write(progress);
	}

	private ReportSummary write(final Progress progress) throws IOException {
		Files.createDirectories(out.toAbsolutePath().getParent());
		final List<Path> files = pages(out, (plan.items().size() + settings.scansPerPage() - 1) / settings.scansPerPage());
		for (int part = 0; part < files.size(); part++) {
			final int from = part * settings.scansPerPage();
			final List<ReportItem> items = plan.items().subList(from, Math.min(plan.items().size(), from + settings.scansPerPage()));
			try (AtomicFile file = AtomicFile.create(files.get(part), true); OutputStream buffered = new BufferedOutputStream(file.stream(),
				1 << 16))
			{
				page(buffered, items, part, files, progress.part((double) part / files.size(), (part + 1.0) / files.size()));
				buffered.flush();
				file.commit();
			}
		}
		return new ReportSummary(files, verdicts, rated, plan.withoutResult().size(), strangers());
	}

	private int strangers() {
		final Set<String> names = plan.items().stream().map(ReportItem::name).collect(Collectors.toSet());
		return (int) settings.ratings().all().stream().map(ScanRating::scan).distinct().filter(name -> !names.contains(name)).count();
	}

	/** The names of all pages. */
	private static List<Path> pages(final Path out, final int count) {
		final List<Path> pages = new ArrayList<>(List.of(out));
		final String name = out.getFileName().toString();
		final int dot = name.lastIndexOf('.');
		for (int i = 2; i <= count; i++)
			pages.add(out.resolveSibling(dot > 0 ? name.substring(0, dot) + "-" + i + name.substring(dot) : name + "-" + i));
		return pages;
	}

	private void page(final OutputStream stream, final List<ReportItem> items, final int part, final List<Path> files, final Progress progress)
		throws IOException
	{
		final ReportPage page = new ReportPage(stream, "Defacing QC report" + (settings.showBefore() || plan.hasFacemasks() ? " (shows faces)" : ""));
		final ReportJson json = new ReportJson(settings, made, ProgramVersion.NAME + " " + ProgramVersion.get());
		for (int i = 0; i < items.size(); i++) {
			progress.check();
			progress.stage(items.get(i).name());
			final ExaminedScan scan = ScanExaminer.examine(items.get(i), settings.showBefore(), plan.originalsAsked(), settings
				.pixel_mm());
			page.scan(i, json.add(scan, items.get(i)));
			verdicts.merge(scan.entry().verdict(), 1, Integer::sum);
			progress.fraction((i + 1.0) / items.size());
		}
		rated += json.rated();
		page.end(json.report(part, files, part == 0 ? plan.withoutResult() : List.of(), plan.hasFacemasks()));
	}
}
