/**
 * Tables of numbers, as text files and as parts of pages; knows no other room.
 */
package org.pediatricdefacer.table;
