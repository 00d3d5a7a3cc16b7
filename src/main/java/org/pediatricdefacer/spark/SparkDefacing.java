package org.pediatricdefacer.spark;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.SerializableConfiguration;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;

/**
 * Defaces the scans of a manifest on Spark: the one class that knows it.
 * <p>
 * Names travel, not scans: a task gets 8 to 20 of them, the largest scans first, and fetches and uploads files itself. What it tells of each
 * becomes a row of a table that executors write. Needs no more of the driver than the names.
 */
public final class SparkDefacing {

	private static final StructType COLUMNS = new StructType().add("uri", DataTypes.StringType).add("status", DataTypes.StringType).add("notes",
		DataTypes.StringType).add("record", DataTypes.StringType).add("defaced", DataTypes.StringType).add("removed", DataTypes.StringType).add(
			"bytes", DataTypes.LongType).add("seconds", DataTypes.DoubleType);

	private SparkDefacing() {}

	/**
	 * Runs a job in the Spark application that spark-submit has started, and writes {@code defacing.parquet} and {@code defacing.csv}.
	 *
	 * @param job what to do
	 * @param out gets a line for each scan when its task has ended, and a summary
	 * @return false if a scan failed
	 * @throws DefacingException if the cluster is set up in a way that would not work, or the manifest names no scan
	 * @throws IOException if manifest or results cannot be read or written
	 */
	public static boolean run(final SparkJob job, final PrintWriter out) throws IOException {
		try (SparkSession spark = SparkSession.builder().appName("Pediatric Defacer").getOrCreate()) {
			final JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
			final int cpus = wholeExecutors(context.getConf());
			final int slots = Math.max(1, context.defaultParallelism() / cpus);
			final Broadcast<SerializableConfiguration> files = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
			final List<ManifestScan> named = Manifest.scans(names(spark, job.manifest()), job.root());
			final List<ManifestScan> scans = context.parallelize(named, Math.min(named.size(), 4 * slots)).mapPartitions(part -> sized(part, files
				.value().value())).collect();
			final List<List<ManifestScan>> tasks = Manifest.tasks(scans, slots);
			final Lines lines = new Lines(out, scans.size());
			spark.sparkContext().register(lines, "lines");
			final String attempts = job.results() + "/deface-attempts-" + UUID.randomUUID();
			try {
				final JavaRDD<Row> rows = context.parallelize(tasks, tasks.size()).mapPartitions(part -> deface(part, job, attempts, files.value().value(),
					lines));
				return write(spark, rows, job, out);
			}
			finally {
				new FileStore(context.hadoopConfiguration()).deleteFolder(attempts);
			}
		}
		finally {
			ExecutorDefacer.close();
		}
	}

	/** PyTorch's threads are those of a process: two tasks in one executor would fight for the same processors. */
	private static int wholeExecutors(final SparkConf conf) {
		final String master = conf.get("spark.master");
		final int cpus = conf.getInt("spark.task.cpus", 1);
		if (master.equals("local") || master.startsWith("local[")) return cpus;
		final int cores = conf.getInt("spark.executor.cores", master.startsWith("spark:") || master.startsWith("local-cluster") ? 0 : 1);
		if (cores != cpus) throw new DefacingException("Spark is set to spark.task.cpus " + cpus + " and spark.executor.cores " + (cores == 0 ? "(all)" :
			cores) + "; set both to the same number, such as 2, so that one scan has an executor to itself.");
		return cpus;
	}

	private static List<String> names(final SparkSession spark, final String manifest) throws IOException {
		if (manifest.endsWith(".parquet")) return column(spark.read().parquet(manifest), manifest);
		if (manifest.endsWith(".csv")) return column(spark.read().option("header", true).csv(manifest), manifest);
		return new FileStore(spark.sparkContext().hadoopConfiguration()).lines(manifest);
	}

	private static List<String> column(final Dataset<Row> table, final String manifest) {
		if (!List.of(table.columns()).contains("uri")) throw new DefacingException(manifest + " has no column uri; name the column of scans so.");
		return table.select("uri").as(Encoders.STRING()).collectAsList();
	}

	private static Iterator<ManifestScan> sized(final Iterator<ManifestScan> scans, final Configuration configuration) {
		final FileStore store = new FileStore(configuration);
		final List<ManifestScan> sized = new ArrayList<>();
		scans.forEachRemaining(scan -> {
			try {
				sized.add(scan.withBytes(store.size(scan.uri())));
			}
			catch (final IOException | RuntimeException e) {
				// Whoever fetches it says why it cannot be read.
				sized.add(scan);
			}
		});
		return sized.iterator();
	}

	/** Does a task, on an executor. */
	private static Iterator<Row> deface(final Iterator<List<ManifestScan>> tasks, final SparkJob job, final String attempts,
		final Configuration configuration, final Lines lines)
	{
		final TaskContext task = TaskContext.get();
		final int threads = task.cpus();
		final FileStore store = new FileStore(configuration);
		final StagedScan work = new StagedScan(ExecutorDefacer.get(job.work(), threads), job.work().settings(threads), job, store, new Attempts(store,
			attempts));
		final Progress progress = new Progress() {

			@Override
			public boolean canceled() {
				return task.isInterrupted();
			}
		};
		final Iterable<List<ManifestScan>> all = () -> tasks;
		return StreamSupport.stream(all.spliterator(), false).flatMap(List::stream).map(scan -> {
			final ScanRow row = work.deface(scan, progress);
			lines.add(row.line());
			return RowFactory.create(row.uri(), row.status(), row.notes(), row.record(), row.defaced(), row.removed(), row.bytes(), row.seconds());
		}).iterator();
	}

	/** Has the rows made and written by the executors, then puts them into one file of each kind, sorted. */
	private static boolean write(final SparkSession spark, final JavaRDD<Row> rows, final SparkJob job, final PrintWriter out) throws IOException {
		final FileStore store = new FileStore(spark.sparkContext().hadoopConfiguration());
		final String folder = job.results() + "/deface-" + UUID.randomUUID();
		try {
			spark.createDataFrame(rows, COLUMNS).write().parquet(folder + "/rows");
			final Dataset<Row> table = spark.read().schema(COLUMNS).parquet(folder + "/rows").coalesce(1).sortWithinPartitions("uri");
			table.write().parquet(folder + "/parquet");
			table.write().option("header", true).option("escape", "\"").csv(folder + "/csv");
			store.take(folder + "/parquet", ".parquet", job.results() + "/defacing.parquet");
			store.take(folder + "/csv", ".csv", job.results() + "/defacing.csv");
			final Map<String, Long> counts = new HashMap<>();
			for (final Row row : table.groupBy("status").count().collectAsList())
				counts.put(row.getString(0), row.getLong(1));
			out.println(summary(counts));
			out.flush();
			return !counts.containsKey("fail") && !counts.containsKey("error") && !counts.containsKey(ScanRow.CRASHED);
		}
		finally {
			store.deleteFolder(folder);
		}
	}

	private static String summary(final Map<String, Long> counts) {
		return counts.values().stream().mapToLong(Long::longValue).sum() + " scans: " + List.of("pass", "review", "skipped", "fail", "error", ScanRow.CRASHED)
			.stream().map(status -> counts.getOrDefault(status, 0L) + " " + status).collect(Collectors.joining(", "));
	}

	/** Carries lines from tasks to the driver, which prints them and keeps none. */
	private static final class Lines extends AccumulatorV2<String, Long> {

		private static final long serialVersionUID = 1L;

		private final transient PrintWriter out;
		private final int count;
		private final ArrayList<String> waiting = new ArrayList<>();
		private long printed;

		Lines(final PrintWriter out, final int count) {
			this.out = out;
			this.count = count;
		}

		@Override
		public boolean isZero() {
			return waiting.isEmpty();
		}

		@Override
		public AccumulatorV2<String, Long> copy() {
			final Lines copy = new Lines(out, count);
			copy.waiting.addAll(waiting);
			return copy;
		}

		@Override
		public void reset() {
			waiting.clear();
		}

		@Override
		public void add(final String line) {
			waiting.add(line);
		}

		@Override
		public void merge(final AccumulatorV2<String, Long> other) {
			for (final String line : ((Lines) other).waiting)
				out.println("[" + ++printed + "/" + count + "] " + line);
			out.flush();
		}

		@Override
		public Long value() {
			return printed;
		}
	}
}
