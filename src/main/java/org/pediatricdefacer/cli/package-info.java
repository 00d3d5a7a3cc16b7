/**
 * Offers the defacer on the command line.
 */
package org.pediatricdefacer.cli;
