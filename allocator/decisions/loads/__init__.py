"""Loads explained (负荷说明): a change of load as a sum, and the loads of weeks gone by."""
