/** YAML files as trees whose every value knows its line, and what is wrong with them. */
@NullMarked
package io.dispatchcloud.server.yaml;

import org.jspecify.annotations.NullMarked;
