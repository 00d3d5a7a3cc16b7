/**
 * Offers the defacer to Fiji as thin SciJava commands.
 */
package org.pediatricdefacer.command;
