"""HTTP and pages: each resource parses a request, calls one use case of allocator.services and renders the answer."""
