"""Reading what people bring: tables, filings and office folders; every fault is told with its place and a remedy."""
