package org.pediatricdefacer.spark;

import java.io.Serializable;
import java.util.Objects;

/**
 * Says what is defaced on a cluster, and where what comes of it goes. All places are names as Hadoop reads them: {@code hdfs://...},
 * {@code s3a://...}, {@code file:///...}, or a path of the cluster's default file system.
 *
 * @param manifest names of scans: a text file with one name in a line, or Parquet or CSV with a column {@code uri}
 * @param root folder below which all scans lie; their outputs lie at the same places below {@code out}; empty for the folder common to all
 * @param out folder for what may be shared
 * @param identifying folder for what identifies a person; empty if none of that is to be written
 * @param results folder for the tables of the run, which name the scans
 * @param scratch folder of each machine for files in work; empty for that of Java
 * @param work how scans are defaced
 */
public record SparkJob(String manifest, String root, String out, String identifying, String results, String scratch, ScanWork work)
	implements Serializable
{

	/** Takes slashes off the ends of folders. */
	public SparkJob {
		Objects.requireNonNull(manifest, "manifest");
		Objects.requireNonNull(work, "work");
		root = folder(root);
		out = folder(out);
		identifying = folder(identifying);
		results = folder(results);
		Objects.requireNonNull(scratch, "scratch");
	}

	private static String folder(final String name) {
		return name.length() > 1 && name.endsWith("/") ? folder(name.substring(0, name.length() - 1)) : name;
	}
}
