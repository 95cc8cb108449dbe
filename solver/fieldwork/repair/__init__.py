"""Repairing a published week (修复): which bookings stand, and how few give way."""
