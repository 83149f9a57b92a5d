<?php // café
