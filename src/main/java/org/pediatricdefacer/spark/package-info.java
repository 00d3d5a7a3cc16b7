/**
 * Defaces scans on a Spark cluster, from and to any file system that Hadoop knows. One class knows Spark; two know Hadoop's file systems.
 */
package org.pediatricdefacer.spark;
