"""Whom to give one case (承办人推荐): who may have it, everybody ranked by load, and the draw among near-equals."""
