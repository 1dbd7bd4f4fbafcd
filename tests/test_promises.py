"""Each promise of docs/reliability.md and SECURITY.md has tests: they are named here."""

import re
import tomllib
from pathlib import Path

TESTS = Path(__file__).parent
RELIABILITY = TESTS.parent / "docs" / "reliability.md"
SHOWING = (
    "articles",
    "pages.store",
    "cli.listing",
    "cli.export_import",
    "library",
    "links",
    "marks",
    "tui",
)
SECURITY = TESTS.parent / "SECURITY.md"

ROWS = {
    "the index fails": {
        "damaged (any part": [
            "test_an_index_damaged_before_the_start",
            "test_damage_anywhere_is_survived",
            "test_commands_print_the_same_from_a_damaged_index",
        ],
        "overwritten, emptied": ["test_an_index_damaged_while_it_is_shown"],
        "the cache folder": ["test_without_a_cache_folder_and_a_state_folder"],
        "the disk is full": ["test_a_full_disk_is_said_in_one_line"],
        "another program keeps": ["test_an_index_that_another_program_keeps_locked_is_said"],
        "the process that reads": ["test_the_process_that_reads_the_folder_is_killed"],
        "everything is killed": ["test_killed_at_any_point_the_next_run_completes_it"],
        "the library was empty": ["test_a_library_that_was_once_empty_shows_what_comes_later"],
    },
    "the marks fail": {
        "damaged, emptied": ["test_marks_damaged_between_two_starts_are_back_from_the_backup"],
        "damaged while": ["test_marks_damaged_while_they_are_open"],
        "another program": ["test_marks_that_another_program_keeps_locked"],
        "read-only": [
            "test_folders_of_ours_that_are_read_only",
            "test_a_file_where_the_marks_folder_should_be",
        ],
        "no space": ["test_a_disk_without_room_for_marks"],
        "`kill -9`": ["test_no_acknowledged_mark_is_lost_when_the_reader_is_killed"],
        "written by a newer": ["test_marks_of_a_newer_version_are_shown_and_left_as_they_are"],
        "written by an earlier": [
            "test_marks_of_version_1_are_found_for_every_article",
            "test_a_backup_of_version_1_is_restored",
            "test_an_export_of_version_1_is_found_when_it_is_imported",
        ],
        "a file is moved": [
            "test_marks_of_an_article_without_address_survive_the_move_of_its_file",
            "test_a_file_that_moves_keeps_the_cursor",
        ],
        "two articles": ["test_twins_never_share_marks"],
        "the text or the link": [
            "test_marks_stay_with_an_article_that_is_edited",
            "test_marks_stay_with_an_article_whose_wrong_link_is_corrected",
        ],
    },
    "the library changes": {
        "a file is damaged": [
            "test_any_bytes_are_an_article_or_say_why_not",
            "test_of_a_huge_file_only_the_beginning_is_read",
        ],
        "a FIFO": [
            "test_what_is_no_file_neither_blocks_nor_counts",
            "test_a_folder_named_like_an_article_is_a_folder",
            "test_a_socket_neither_blocks_nor_counts",
            "test_survives_a_loop_of_links",
        ],
        "the same in `_data/topics`": [
            "test_what_is_not_a_regular_file_is_a_problem_and_keeps_nobody_waiting",
            "test_a_huge_file_is_a_problem_and_costs_no_other_topic",
            "test_no_more_than_some_thousand_topics_are_read",
        ],
        "topics that are nested": ["test_a_thousand_topics_each_the_parent_of_the_next_are_shown"],
        "a link that leads out": [
            "test_a_link_that_leads_out_is_a_problem_unless_the_settings_allow_it",
            "test_a_link_to_a_folder_above_is_never_followed",
        ],
        "a file name": [
            "test_every_path_comes_back_as_it_was_and_the_index_can_hold_it",
            "test_two_names_are_never_shown_as_one",
        ],
        "a file changes but keeps": ["test_a_change_that_keeps_size_and_time_is_noticed"],
        "a file kills": ["test_a_file_that_kills_its_reader_is_a_problem_and_costs_no_other"],
        "the processes that read": [
            "test_where_no_process_can_be_started_the_files_are_read_and_that_is_said"
        ],
        "`export`": [
            "test_an_export_leaves_every_file_alone_that_holds_no_marks",
            "test_an_export_leaves_json_of_others_alone",
        ],
        "a file changes while it": [
            "test_a_file_that_changes_while_it_is_read_is_an_article_or_a_problem"
        ],
        "a file changes while the": [
            "test_what_comes_right_after_the_first_look_is_not_missed",
            "test_what_came_while_nobody_followed_is_taken_in",
        ],
        "the folder disappears": ["test_a_library_that_vanishes_and_comes_back"],
        "the folder is replaced": [
            "test_another_library_in_its_place",
            "test_a_library_that_is_a_file_now",
        ],
        "modification times": ["test_a_clock_that_was_wrong"],
    },
    "the terminal or the program fails": {
        "SIGINT": ["test_a_signal_ends_it_and_leaves_the_terminal_clean"],
        "the window is closed": ["test_a_closed_window_ends_it_and_keys_that_are_no_text_do_not"],
        "the terminal disappears": ["test_a_terminal_that_is_gone_ends_it_and_all_that_it_started"],
        "a second signal": [
            "test_a_second_signal_ends_it_although_the_terminal_takes_nothing_more"
        ],
        "`ctrl+c`": ["test_keys_that_interrupt_a_text_browser_do_not_end_the_reader"],
        "`ctrl+z`": [
            "test_stopped_it_leaves_the_terminal_clean_and_comes_back_and_frozen_it_goes_on"
        ],
        "SIGSTOP": [
            "test_stopped_it_leaves_the_terminal_clean_and_comes_back_and_frozen_it_goes_on"
        ],
        "the window shrinks": ["test_a_window_too_small_for_anything_can_be_used_again"],
        "bytes from the keyboard": [
            "test_a_closed_window_ends_it_and_keys_that_are_no_text_do_not"
        ],
        "a bug": ["test_a_fault_of_its_own_is_one_sentence_and_a_log_without_articles"],
        "the state folder": ["test_without_a_cache_folder_and_a_state_folder"],
    },
    "the settings or the feeds fail": {
        "a setting": [
            "test_an_unknown_setting_is_named_and_the_others_hold",
            "test_a_value_that_is_no_line_of_text_costs_only_itself",
        ],
        "the file is not TOML": [
            "test_a_file_that_is_not_toml_gives_the_defaults_and_a_warning",
            "test_a_file_that_cannot_be_changed_safely_is_left_alone",
        ],
        "two Broadsheets": ["test_processes_that_save_views_at_the_same_time_lose_none"],
        "the disk is full": ["test_a_full_disk_leaves_the_file_as_it_was"],
        "a fetch is killed": ["test_fetches_that_are_killed_lose_nothing_and_write_nothing_twice"],
        "what is known": [
            "test_a_lost_state_costs_one_fetch_and_makes_no_duplicates",
            "test_a_damaged_state_is_replaced",
        ],
        "a feed is endless": [
            "test_a_slow_drip_ends_at_the_deadline",
            "test_a_body_that_is_too_large_is_not_read",
            "test_a_document_that_takes_too_long_costs_its_parser_and_not_the_next_one",
            "test_what_a_feed_does_to_the_parser_or_the_client_stays_its_own_problem",
        ],
        "fetching texts": [
            "test_killed_at_any_moment_every_text_is_complete",
            "test_killed_at_any_moment_the_next_run_goes_on",
        ],
        "a page is endless": [
            "test_a_bomb_costs_itself_at_most",
            "test_a_hundred_megabytes_are_not_read",
            "test_why_there_is_no_text_is_said",
        ],
        "a full text is damaged": [
            "test_a_damaged_text_costs_at_most_itself",
            "test_a_text_changed_by_someone_else_is_cleaned_when_it_is_read",
        ],
        "the full texts take": [
            "test_the_limit_drops_what_is_wanted_least_then_the_oldest",
            "test_the_limit_of_the_settings_is_kept",
        ],
        "you edited": [
            "test_a_file_that_the_user_edited_is_theirs",
            "test_an_article_that_the_user_deleted_does_not_come_back",
        ],
    },
}

POINTS = {
    "The terminal gets text.": [
        "test_nothing_hostile_passes_a_door",
        "test_no_text_is_obeyed_by_a_terminal",
        "test_a_hostile_library_is_only_shown",
        "test_output_to_a_pipe_is_safe_whatever_the_files_hold",
        "test_complaints_are_safe_whatever_files_and_arguments_hold",
        "test_markup_is_shown_as_it_is_written_and_clicks_do_nothing",
        "test_nothing_that_a_terminal_obeys_gets_through",
        "test_a_paste_shows_nothing_that_misleads_and_has_an_end",
    ],
    "Nothing runs or opens by itself.": [
        "test_a_hostile_library_is_only_shown",
        "test_anything_else_is_refused_with_a_reason",
        "test_the_browser_receives_exactly_the_address_as_one_argument",
        "test_the_browser_gets_the_host_that_is_shown",
    ],
    "No host passes for another.": [
        "test_a_host_in_one_script_is_shown_with_its_punycode",
        "test_a_host_that_could_pass_for_another_is_shown_as_punycode_only",
        "test_a_link_that_names_another_host_shows_its_own",
        "test_the_frame_says_where_the_link_under_the_pointer_leads",
    ],
    "Nothing is fetched because of it.": [
        "test_only_what_fetches_knows_http",
        "test_feeds_that_came_with_a_folder_are_fetched_only_if_the_user_asks",
    ],
    "It has limits.": [
        "test_hostile_yaml_is_bounded_and_spares_what_is_above",
        "test_no_file_takes_more_than_is_stated",
        "test_any_bytes_are_an_article_or_say_why_not",
    ],
    "It stays a file in your library.": [
        "test_what_is_no_file_neither_blocks_nor_counts",
        "test_what_is_not_a_regular_file_is_a_problem_and_keeps_nobody_waiting",
        "test_a_link_that_leads_out_is_a_problem_unless_the_settings_allow_it",
        "test_a_link_to_a_folder_above_is_never_followed",
    ],
    "Nothing of yours is written to.": [
        "test_no_command_touches_a_file_of_the_person",
        "test_an_export_leaves_every_file_alone_that_holds_no_marks",
        "test_demo_leaves_a_folder_alone_that_holds_anything",
        "test_a_file_that_is_there_already_is_never_replaced",
        "test_a_file_that_the_user_edited_is_theirs",
    ],
    "Only public addresses.": [
        "test_private_addresses_are_told_from_public_ones",
        "test_a_private_address_is_refused_unless_it_is_named",
        "test_a_redirect_to_a_private_address_is_refused",
        "test_a_private_address_is_not_asked",
        "test_addresses_of_another_kind_are_never_fetched",
    ],
    # The server of these tests complains of a request that says more than it must.
    "Nothing about you.": [
        "test_validators_are_not_sent_to_another_host",
        "test_only_a_chain_of_permanent_redirects_is_a_move",
    ],
    "Limits.": [
        "test_a_body_that_is_too_large_is_not_read",
        "test_a_slow_drip_ends_at_the_deadline",
        "test_a_document_that_takes_too_long_costs_its_parser_and_not_the_next_one",
        "test_a_bomb_costs_itself_at_most",
        "test_a_hundred_megabytes_are_not_read",
    ],
    "Pictures.": [
        "test_nothing_is_fetched_before_i_which_shows_and_hides_the_picture",
        "test_what_is_no_picture_for_here_is_refused_before_it_is_unpacked",
        "test_why_there_is_no_picture_is_one_clear_line_and_nothing_is_kept",
        "test_other_protocols_get_a_picture_for_each_line",
    ],
    "Only you can read it.": [
        "test_what_is_kept_is_for_the_owner_alone",
        "test_texts_are_markdown_files_for_their_owner_only",
        "test_what_an_earlier_version_left_open_is_closed",
    ],
}


def test_every_row_of_reliability_has_tests_and_every_entry_a_row() -> None:
    sections = re.split(r"^### … (.+)$", RELIABILITY.read_text("utf-8"), flags=re.MULTILINE)
    found = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert found.keys() == ROWS.keys()
    for section, rows in ROWS.items():
        table = found[section].split("\n## ")[0]
        faults = re.findall(r"^\| (?!Fault \|)(.+?) \|", table, re.MULTILINE)
        matched = [next((row for row in rows if fault.startswith(row)), fault) for fault in faults]
        assert sorted(matched) == sorted(rows)


def test_every_point_of_security_has_tests_and_every_entry_a_point() -> None:
    assert set(re.findall(r"\*\*(.+?)\*\*", SECURITY.read_text("utf-8"))) == POINTS.keys()


def test_the_tests_that_are_named_exist() -> None:
    code = "".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    defined = set(re.findall(r"^(?:async )?def (test_\w+)", code, re.MULTILINE))
    named = {name for rows in ROWS.values() for names in rows.values() for name in names}
    named.update(*POINTS.values())
    assert named - defined == set()


def test_only_what_fetches_knows_http() -> None:
    # The contract is checked by `make check`; here, that it covers all that shows articles.
    pyproject = tomllib.loads((TESTS.parent / "pyproject.toml").read_text("utf-8"))
    [contract] = [
        contract
        for contract in pyproject["tool"]["importlinter"]["contracts"]
        if "urllib3" in contract.get("forbidden_modules", ())
    ]
    assert {f"broadsheet.{room}" for room in SHOWING} <= {*contract["source_modules"]}
