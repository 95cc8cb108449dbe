"""A special action from the empty list to its end: what it costs is seen first, then it is opened, looked at, called off."""


def test_a_campaign_is_seen_opened_looked_at_and_called_off(browse, language):
    """Every page on the way is clean and fits; a double click opens it once."""
    zh = language == "zh"
    seen = browse("supervisor", language).go("/indicators")
    seen.page.get_by_role("link", name="专项行动" if zh else "Campaigns").click()
    seen.page.wait_for_url("**/campaigns")
    seen.is_clean()
    seen.fits()
    seen.picture("campaigns")
    fill(seen.page.locator("main"))
    with seen.page.expect_navigation():
        seen.page.get_by_role("button", name="先看代价" if zh else "See what it costs").click()
    seen.is_clean()
    seen.fits()
    seen.picture("campaign-cost")
    with seen.page.expect_navigation(url="**/campaigns/winter"):
        seen.page.get_by_role("button", name="启动" if zh else "Open it", exact=True).dblclick()
    seen.is_clean()
    seen.fits()
    seen.picture("campaign")
    seen.page.get_by_text("提前结束" if zh else "Call it off", exact=True).click()
    seen.page.locator("input[name=because]").fill("上级要求提前收官")
    with seen.page.expect_navigation():
        seen.page.locator("input[name=because]").press("Enter")
    seen.is_clean()
    assert seen.page.locator("form[action$='/end']").count() == 0
    seen.go("/campaigns").is_clean()


def fill(main):
    """As a supervisor would: wage cases of small claims, two people with half of their time, one vehicle."""
    for name, text in {"code": "winter", "name": "凛冬亮剑", "name_en": "Winter Sword", "last": "2022-12-31"}.items():
        main.locator(f"input[name={name}]").fill(text)
    main.locator("select[name=causes]").select_option(["wage", "support"])
    main.locator("select[name=people]").select_option(["G07", "G08"])
    main.locator("select[name=vehicles]").select_option("V3")
    main.locator("input[name=closed]").fill("60")
