"""The office's own data (机构资料): loaded from its folder, changed row by row, told in words."""
