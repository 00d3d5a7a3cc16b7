/**
 * Plans the work on many scans in shards, each of which may run anywhere, at any time, and any number of times: what was done is passed over.
 */
package org.pediatricdefacer.plan;
