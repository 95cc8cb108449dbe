"""Telling simple from complex (繁简分流): class, certainty, reasons and weight of a case, again when facts come in or somebody differs."""
