/**
 * Takes files and folders through the defacer, one file in and its outputs whole or not at all.
 */
package org.pediatricdefacer.batch;
