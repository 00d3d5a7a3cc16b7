/**
 * Treats one head in several scans: registers them, and carries what is removed from one scan to the others.
 */
package org.pediatricdefacer.session;
